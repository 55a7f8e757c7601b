using Platform.Bench.BareYarp;
using Platform.Bench.Load;
using Platform.Bench.Running;

namespace Platform.Bench.Measuring;

/// <summary>One way to the upstream, and the processes it costs beside the upstream's own.</summary>
internal sealed record Variant(string Name, Target Target, IReadOnlyList<Server> Servers)
{
    public const string UpstreamKey = "fake-upstream-key";

    public static Variants All(RunningPlatform platform, BareYarpProcess yarp, IReadOnlyList<string> keys) =>
        new(
            new Variant("direct", new Target(platform.Upstream, Question.Chat, OtherModel(Question.Chat), [UpstreamKey]), []),
            new Variant(
                "bare YARP",
                new Target(yarp.Address, Question.Chat, OtherModel(Question.Chat), [UpstreamKey]),
                [new Server("yarp", yarp.Id)]
            ),
            new Variant(
                "gateway",
                new Target(platform.Gateway, Question.Chat, GatewayModel(Question.Chat), keys),
                [.. Processes(platform, "gateway", "redis", "usage", "postgres")]
            )
        );

    /// <summary>
    /// The gateway's calls have models of their own at the upstream, by which its tally counts them apart from the rest. Each has one
    /// route, which speaks one protocol.
    /// </summary>
    public static string GatewayModel(Question upstream) => $"fake-{upstream.Name}";

    /// <summary>What the rest ask the upstream for.</summary>
    public static string OtherModel(Question upstream) => upstream == Question.Messages ? "claude-haiku-4-5" : "gpt-4.1-nano";

    private static IEnumerable<Server> Processes(RunningPlatform platform, params IEnumerable<string> names) =>
        from name in names
        select new Server(name, platform.ProcessId(name));
}

internal sealed record Variants(Variant Direct, Variant Yarp, Variant Gateway)
{
    public IEnumerable<Variant> InTurn => [Direct, Yarp, Gateway];
}
