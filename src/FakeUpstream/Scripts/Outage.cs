namespace Platform.FakeUpstream.Scripts;

/// <summary>A period in which every request is refused with one status, to try out an upstream that fails or refuses the key.</summary>
internal sealed class Outage(TimeProvider time)
{
    private const int LongestSeconds = 3_600;

    private long endsAt;
    private volatile int status = StatusCodes.Status503ServiceUnavailable;

    /// <summary>What is answered during an outage.</summary>
    public int Status => status;

    /// <summary>The remaining time; null without an outage.</summary>
    public TimeSpan? Remaining => new TimeSpan(Volatile.Read(ref endsAt) - time.GetUtcNow().Ticks) is { Ticks: > 0 } left ? left : null;

    /// <summary>Begins an outage, or sets the end of the current one.</summary>
    public void Begin(TimeSpan length, int answer = StatusCodes.Status503ServiceUnavailable)
    {
        status = answer;
        Volatile.Write(ref endsAt, (time.GetUtcNow() + length).Ticks);
    }

    /// <summary>
    /// POST /outage?seconds=10&amp;status=401 begins one, by default of 503 and for a minute; DELETE /outage ends it. For tests and
    /// developers: no key is required.
    /// </summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(
            "/outage",
            (Outage outage, int seconds = 60, int status = StatusCodes.Status503ServiceUnavailable) =>
            {
                if (seconds is < 1 or > LongestSeconds)
                    return Results.BadRequest($"seconds is a whole number from 1 to {LongestSeconds}, for example /outage?seconds=10");
                if (status is < 400 or > 599)
                    return Results.BadRequest("status is a whole number from 400 to 599, for example /outage?status=401");
                outage.Begin(TimeSpan.FromSeconds(seconds), status);
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
