using Platform.Bench.BareYarp;
using Platform.Bench.Load;
using Platform.Bench.Measuring;
using Platform.Bench.Running;

namespace Platform.Bench.Ways;

/// <summary>The bare YARP to an upstream's protocol, and all ways to it through the gateway.</summary>
internal sealed record Destination(Way Yarp, IReadOnlyList<Way> Ways)
{
    /// <summary>Ten chunks in about twenty milliseconds: enough chunks, and enough first ones, in half a second.</summary>
    private const string Pace = "timestamps, chunk-delay=2ms, tokens=40";

    public static IReadOnlyList<Destination> All(RunningPlatform platform, BareYarpProcess yarp, IReadOnlyList<string> keys) =>
        [
            .. from upstream in Question.All
            select new Destination(
                Of(upstream, upstream, yarp.Address, Variant.OtherModel(upstream), [Variant.UpstreamKey]),
                [.. Question.All.Select(caller => Of(caller, upstream, platform.Gateway, Variant.GatewayModel(upstream), keys))]
            ),
        ];

    private static Way Of(Question caller, Question upstream, Uri host, string model, IReadOnlyList<string> keys) =>
        new(caller, upstream, new Target(host, caller, model, keys, Pace), new Target(host, caller, model, keys));
}
