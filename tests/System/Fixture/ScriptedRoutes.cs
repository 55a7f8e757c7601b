using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Platform.Tests.Fakes;

namespace Platform.Tests.Fixture;

/// <summary>
/// Upstreams that do what a story says, and models on them.
/// </summary>
public sealed class ScriptedRoutes : IAsyncDisposable
{
    /// <summary>Each upstream belongs to one story: what health learns of it is no other's matter.</summary>
    private static readonly (string Model, string[] Upstreams, string Protocols, string Output)[] Unlimited =
    [
        ("story-flapping", ["flapping-a", "flapping-b", "flapping-c"], "\"openai-chat\"", "2.00"),
        ("story-native", ["native-a", "native-b"], "\"openai-chat\", \"openai-responses\", \"anthropic-messages\"", "2.00"),
        ("story-refused", ["refused-a", "refused-b"], "\"openai-chat\"", "2.00"),
        ("story-dead", ["dead-a"], "\"openai-chat\"", "2.00"),
        ("story-broken", ["broken-a", "broken-b"], "\"openai-chat\"", "2.00"),
        ("story-first", ["first-a"], "\"openai-chat\"", "2.00"),
        ("story-fallback", ["fallback-a"], "\"openai-chat\"", "20.00"),
        ("story-large", ["large-a"], "\"openai-chat\"", "2.00"),
        ("story-large-response", ["large-b"], "\"openai-responses\"", "2.00"),
        ("story-listing", ["listing-a", "listing-b"], "\"openai-chat\"", "2.00"),
        ("story-probed", ["probed-a"], "\"openai-chat\"", "2.00"),
        ("story-weighted", ["weighted-a", "weighted-b"], "\"openai-chat\"", "2.00"),
        ("story-turns", ["turns-a"], "\"openai-chat\"", "2.00"),
        ("story-full", ["full-a"], "\"openai-chat\"", "2.00"),
        ("story-rotating", ["rotating-a"], "\"openai-chat\"", "2.00"),
        ("story-lying", ["lying-a", "lying-b"], "\"openai-chat\"", "2.00"),
        ("story-slow", ["slow-a", "slow-b"], "\"openai-chat\"", "2.00"),
    ];

    /// <summary>Models of the random faults, whose upstreams flap by chance.</summary>
    public static IReadOnlyList<(string Model, string[] Upstreams)> ByChance { get; } =
    [("story-two-by-chance", ["chance-a", "chance-b"]), ("story-three-by-chance", ["chance-c", "chance-d", "chance-e"])];

    private const string ShortDeadlines = "\"deadlines\": { \"headers\": \"2s\", \"firstToken\": \"2s\", \"silence\": \"2s\" },";

    /// <summary>What a route says beside that.</summary>
    private static readonly Dictionary<string, string> More = new(StringComparer.Ordinal)
    {
        ["weighted-a"] = "\"priority\": 0, \"weight\": 3,",
        ["weighted-b"] = "\"priority\": 0, \"weight\": 1,",
        ["slow-a"] =
            "\"deadlines\": { \"connect\": \"2s\", \"headers\": \"2s\", \"firstToken\": \"3s\", \"silence\": \"2s\", \"total\": \"6s\" },",
        ["turns-a"] = "\"limits\": { \"concurrentRequests\": 1 },",
        ["chance-a"] = ShortDeadlines,
        ["chance-b"] = ShortDeadlines,
        ["chance-c"] = ShortDeadlines,
        ["chance-d"] = ShortDeadlines,
        ["chance-e"] = ShortDeadlines,
    };

    /// <summary>Models with limits of each account's; the others are fallbacks of the first.</summary>
    private static readonly (string Model, string Upstream, string Limits)[] Limited =
    [
        ("story-limited", "limited-a", """{ "requestsPerMinute": 40, "tokensPerMinute": 1000000, "concurrentRequests": 40 }"""),
        ("story-few-requests", "limited-b", """{ "requestsPerMinute": 3 }"""),
        ("story-few-tokens", "limited-b", """{ "tokensPerMinute": 10000 }"""),
        ("story-few-at-once", "limited-b", """{ "concurrentRequests": 3 }"""),
    ];

    private static readonly IEnumerable<Offer> Models =
    [
        .. Unlimited.Select(model => new Offer(model.Model, model.Upstreams, model.Protocols, model.Output, "")),
        .. ByChance.Select(model => new Offer(model.Model, model.Upstreams, "\"openai-chat\"", "2.00", "")),
        .. Limited.Select(model => new Offer(model.Model, [model.Upstream], "\"openai-chat\"", "2.00", $"\"limits\": {model.Limits},")),
    ];

    private readonly Dictionary<string, ScriptedUpstream> upstreams = [];

    public static IEnumerable<string> Names => Models.SelectMany(model => model.Upstreams).Distinct();

    public ScriptedUpstream this[string name] => upstreams[name];

    public async Task StartAsync()
    {
        foreach (var name in Names)
            upstreams[name] = await ScriptedUpstream.StartAsync();
    }

    public void Configure(IDistributedApplicationBuilder builder, ProjectResource gateway)
    {
        foreach (var (name, upstream) in upstreams)
            builder
                .CreateResourceBuilder(gateway)
                .WithEnvironment($"Upstreams__{name}__BaseUrl", upstream.BaseUrl.ToString())
                .WithEnvironment($"Upstreams__{name}__ApiKey", $"secret-of-{name}");
    }

    /// <summary>The catalogue with the models of these upstreams.</summary>
    public static string AddTo(string catalogue) =>
        catalogue.Insert(catalogue.LastIndexOf(']'), "," + string.Join(',', Models.Select(Describe)));

    public async ValueTask DisposeAsync()
    {
        foreach (var upstream in upstreams.Values)
            await upstream.DisposeAsync();
    }

    private static string Describe(Offer model) =>
        $$"""
            {
              "id": "{{model.Model}}", "ownedBy": "stories", "createdAt": "2026-01-01", "contextTokens": 128000, "maxOutputTokens": 4096,
              {{model.Limits}}
              "routes": [{{string.Join(',', model.Upstreams.Select(upstream => Describe(upstream, model.Protocols, model.Output)))}}]
            }
            """;

    private static string Describe(string upstream, string protocols, string output) =>
        $$"""
            {
              "upstream": "{{upstream}}", "upstreamModel": "theirs", "protocols": [{{protocols}}], {{More.GetValueOrDefault(upstream)}}
              "usdPerMillionTokens": { "input": 1.00, "output": {{output}} }
            }
            """;

    private sealed record Offer(string Model, string[] Upstreams, string Protocols, string Output, string Limits);
}
