namespace Platform.Usage.Demo.History;

/// <summary>The time at which a step of the history happened.</summary>
internal sealed class PastClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
