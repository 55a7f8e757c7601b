using Platform.Bench.BareYarp;
using Platform.Bench.Load;
using Platform.Bench.Running;

namespace Platform.Bench.Measuring;

/// <summary>One way to the upstream, and the processes it costs beside the upstream's own.</summary>
internal sealed record Variant(string Name, Target Target, IReadOnlyList<Server> Servers)
{
    /// <summary>The gateway's calls have a model of their own, by which the upstream's tally tells them from the rest.</summary>
    public const string GatewayModel = "gpt-4.1-mini";

    private const string OtherModel = "gpt-4.1-nano";
    private const string UpstreamKey = "fake-upstream-key";

    public static Variants All(RunningPlatform platform, BareYarpProcess yarp, IReadOnlyList<string> keys) => new(
        new Variant("direct", new Target(platform.Upstream, OtherModel, [UpstreamKey]), []),
        new Variant("bare YARP", new Target(yarp.Address, OtherModel, [UpstreamKey]), [new Server("yarp", yarp.Id)]),
        new Variant("gateway", new Target(platform.Gateway, GatewayModel, keys), [.. Processes(platform, "gateway", "redis", "usage", "postgres")]));

    private static IEnumerable<Server> Processes(RunningPlatform platform, params IEnumerable<string> names) =>
        from name in names
        where platform.ProcessId(name) is not null
        select new Server(name, platform.ProcessId(name)!.Value);
}

internal sealed record Variants(Variant Direct, Variant Yarp, Variant Gateway)
{
    public IEnumerable<Variant> InTurn => [Direct, Yarp, Gateway];
}
