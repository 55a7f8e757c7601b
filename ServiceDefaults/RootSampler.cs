using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Platform.ServiceDefaults;

/// <summary>
/// Decides which spans can be the root of a trace: requests that a service receives and named work, but no call to Redis, PostgreSQL or
/// another service. Such a call without a parent comes from a background poll, many of which run each second. Suppressing the poll itself
/// does not work, because Redis's spans are created later, on another thread.
/// </summary>
public sealed class RootSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}
