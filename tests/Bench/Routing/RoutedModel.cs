using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Platform.Contracts;

namespace Platform.Bench.Routing;

/// <summary>
/// A model like that of <see cref="Measuring.Variant.GatewayModel"/>, at the same price, with three weighted routes among which each
/// conversation has its own, and with limits. Its upstreams are one, under three names.
/// </summary>
internal static class RoutedModel
{
    public const string Id = "bench-routed";

    private static readonly string[] Upstreams = ["bench-a", "bench-b", "bench-c"];

    /// <summary>All limits that a key can have, so high that none is reached: what is measured is that they are kept.</summary>
    public static CreateKeyRequest Limited { get; } =
        new(
            "bench",
            SpendLimit: Money.FromUsd(1_000),
            PeriodLimit: new PeriodLimit(Money.FromUsd(1_000), SpendPeriod.Day),
            RequestsPerMinute: RateLimits.MaxRequestsPerMinute,
            TokensPerMinute: RateLimits.MaxTokensPerMinute,
            ConcurrentRequests: RateLimits.MaxConcurrentRequests
        );

    /// <summary>A catalogue file with the model.</summary>
    /// <returns>Its path.</returns>
    public static string AddTo(string catalogue)
    {
        var form = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var file = JsonNode.Parse(File.ReadAllText(catalogue), documentOptions: form)!;
        file["models"]!.AsArray().Add(JsonNode.Parse(Describe()));
        var path = Path.Combine(AppContext.BaseDirectory, "catalogue.bench.json");
        File.WriteAllText(path, file.ToJsonString());
        return path;
    }

    public static void NameUpstreams(IDistributedApplicationTestingBuilder builder)
    {
        ProjectResource Named(string name) => builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == name);
        var fake = Named("fakeupstream").GetEndpoint("http");
        foreach (var upstream in Upstreams)
            builder
                .CreateResourceBuilder(Named("gateway"))
                .WithEnvironment($"Upstreams__{upstream}__BaseUrl", ReferenceExpression.Create($"{fake}/v1"))
                .WithEnvironment($"Upstreams__{upstream}__ApiKey", Measuring.Variant.UpstreamKey);
    }

    private static string Describe() =>
        $$"""
            {
              "id": "{{Id}}", "ownedBy": "fake", "createdAt": "2025-01-01", "contextTokens": 128000, "maxOutputTokens": 32000,
              "limits": {
                "requestsPerMinute": {{RateLimits.MaxRequestsPerMinute}}, "tokensPerMinute": {{RateLimits.MaxTokensPerMinute}},
                "concurrentRequests": {{RateLimits.MaxConcurrentRequests}}
              },
              "routes": [{{string.Join(',', Upstreams.Select((upstream, index) => Describe(upstream, index + 1)))}}]
            }
            """;

    private static string Describe(string upstream, int weight) =>
        $$"""
            {
              "upstream": "{{upstream}}", "upstreamModel": "gpt-4.1-mini", "protocols": ["openai-chat"], "priority": 0, "weight": {{weight}},
              "usdPerMillionTokens": { "input": 1.00, "output": 2.00 }
            }
            """;
}
