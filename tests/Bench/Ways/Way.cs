using Platform.Bench.Load;

namespace Platform.Bench.Ways;

/// <summary>A protocol that a caller speaks through the gateway to an upstream that speaks <paramref name="Upstream"/>.</summary>
/// <param name="Paced">Its chunks carry the time they were sent at, with a pause between them.</param>
/// <param name="Full">At full speed.</param>
internal sealed record Way(Question Caller, Question Upstream, Target Paced, Target Full)
{
    public bool Native => Caller == Upstream;
}
