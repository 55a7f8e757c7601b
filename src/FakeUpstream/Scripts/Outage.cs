namespace Platform.FakeUpstream.Scripts;

/// <summary>A period in which every request is refused with 503, to try out a failing upstream.</summary>
internal sealed class Outage(TimeProvider time)
{
    private const int LongestSeconds = 3_600;

    private long endsAt;

    /// <summary>The remaining time; null without an outage.</summary>
    public TimeSpan? Remaining => new TimeSpan(Volatile.Read(ref endsAt) - time.GetUtcNow().Ticks) is { Ticks: > 0 } left ? left : null;

    /// <summary>Begins an outage, or sets the end of the current one.</summary>
    public void Begin(TimeSpan length) => Volatile.Write(ref endsAt, (time.GetUtcNow() + length).Ticks);

    /// <summary>
    /// POST /outage?seconds=10 begins one, by default for a minute; DELETE /outage ends it. For tests and developers: no key is
    /// required.
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
