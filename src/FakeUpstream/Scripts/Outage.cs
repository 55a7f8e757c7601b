namespace Platform.FakeUpstream.Scripts;

/// <summary>A time in which every request is refused with 503, for a person who wants to see what a failing upstream does.</summary>
internal sealed class Outage(TimeProvider time)
{
    private const int LongestSeconds = 3_600;

    private long endsAt;

    /// <summary>How long it still lasts; null when there is none.</summary>
    public TimeSpan? Remaining => new TimeSpan(Volatile.Read(ref endsAt) - time.GetUtcNow().Ticks) is { Ticks: > 0 } left ? left : null;

    /// <summary>Begins one, or sets the end of the one there is.</summary>
    public void Begin(TimeSpan length) => Volatile.Write(ref endsAt, (time.GetUtcNow() + length).Ticks);

    /// <summary>
    /// POST /outage?seconds=10 begins one, of a minute where no time is named; DELETE /outage ends it. For tests and developers: no key is
    /// asked for.
    /// </summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(
            "/outage",
            (Outage outage, int seconds = 60) =>
            {
                if (seconds is < 1 or > LongestSeconds)
                    return Results.BadRequest($"seconds is a whole number from 1 to {LongestSeconds}, for example /outage?seconds=10");
                outage.Begin(TimeSpan.FromSeconds(seconds));
                return Results.NoContent();
            }
        );
        app.MapDelete(
            "/outage",
            (Outage outage) =>
            {
                outage.Begin(TimeSpan.Zero);
                return Results.NoContent();
            }
        );
    }
}
