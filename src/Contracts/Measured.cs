namespace Platform.Contracts;

/// <summary>
/// GET <see cref="UsageRoutes.Measured"/>: how models and their routes did, from the records of all accounts, for everybody to read. A
/// figure that few requests stand behind is null, so that it shows no account's use; how many there were is in none.
/// </summary>
/// <param name="Since">From when on <see cref="MeasuredFigures.Lately"/> counts.</param>
/// <param name="Today">The last of <see cref="MeasuredFigures.Days"/>, UTC.</param>
public sealed record Measured(DateTimeOffset Since, DateOnly Today, IReadOnlyList<MeasuredModel> Models)
{
    public const int Days = 90,
        FirstByteDays = 7;
}

/// <param name="Figures">Of its requests: one that a second route answered is a success.</param>
/// <param name="Routes">Of its attempts.</param>
public sealed record MeasuredModel(string Model, MeasuredFigures Figures, IReadOnlyList<MeasuredRoute> Routes);

public sealed record MeasuredRoute(string Upstream, string UpstreamModel, MeasuredFigures Figures);

/// <summary>
/// Shares, from 0 to 1, of what was completed among what was completed or failed by a provider. What callers ended or got wrong is in
/// neither.
/// </summary>
/// <param name="Lately">In this hour and the one before.</param>
/// <param name="Overall">In all days.</param>
/// <param name="FirstByteMs">The median time to the first byte of a stream in the last seven days.</param>
/// <param name="Days">Each of the last 90 days, oldest first.</param>
public sealed record MeasuredFigures(double? Lately, double? Overall, long? FirstByteMs, IReadOnlyList<double?> Days);
