using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Platform.ServiceDefaults;

/// <summary>
/// Decides which spans may be the root of a trace: requests that a service receives and work that it names itself, but no call to Redis,
/// PostgreSQL or another service. Such a call without a parent comes from a background poll, and those run many times a second. Suppressing
/// the poll itself does not work: Redis's spans are created later, on another thread.
/// </summary>
public sealed class RootSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}
