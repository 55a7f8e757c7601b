using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Platform.ServiceDefaults;

/// <summary>
/// Which spans may begin a trace: a request that is served and work that a service names itself, but no call to Redis, PostgreSQL or
/// another service. Such a call without a parent is a look of some background work, and those come many times a second. Suppressing
/// each of these looks where it is made was not taken: Redis's spans are made later, by another thread, and a new look would be
/// forgotten.
/// </summary>
public sealed class RootSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}
