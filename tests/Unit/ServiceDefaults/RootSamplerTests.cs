using System.Diagnostics;
using OpenTelemetry.Trace;
using Platform.ServiceDefaults;
using Xunit;

namespace Platform.Tests.Unit.ServiceDefaults;

/// <summary>Which spans may begin a trace.</summary>
public sealed class RootSamplerTests
{
    private static readonly ParentBasedSampler Sampler = new(new RootSampler());

    private static SamplingDecision Decide(ActivityKind kind, ActivityContext parent = default) =>
        Sampler.ShouldSample(new SamplingParameters(parent, ActivityTraceId.CreateRandom(), "span", kind)).Decision;

    private static ActivityContext Parent(ActivityTraceFlags flags, bool isRemote = false) =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: isRemote);

    [Theory]
    [InlineData(ActivityKind.Server, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Internal, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Consumer, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Client, SamplingDecision.Drop)]
    public void A_call_to_another_begins_no_trace(ActivityKind kind, SamplingDecision expected) => Assert.Equal(expected, Decide(kind));

    [Fact]
    public void A_call_within_a_trace_is_recorded() =>
        Assert.Equal(SamplingDecision.RecordAndSample, Decide(ActivityKind.Client, Parent(ActivityTraceFlags.Recorded)));

    [Theory]
    [InlineData(ActivityKind.Client, false)]
    [InlineData(ActivityKind.Internal, false)]
    [InlineData(ActivityKind.Server, true)]
    public void What_is_below_something_that_is_not_recorded_is_not_either(ActivityKind kind, bool isRemote) =>
        Assert.Equal(SamplingDecision.Drop, Decide(kind, Parent(ActivityTraceFlags.None, isRemote)));
}
