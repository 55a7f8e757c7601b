using System.Net.Http.Json;
using System.Text.Json;

namespace Platform.Tests.Fixture;

/// <summary>What the fake upstream says it served.</summary>
public sealed record Served(
    string? RequestId,
    string? Model,
    int? Status,
    string Outcome,
    long PromptTokens,
    long CompletionTokens,
    string? AuthorizationScheme,
    bool BearerAccepted,
    IReadOnlyList<string> HeaderNames,
    string? RequestBody
);

public static class UpstreamTally
{
    /// <summary>Everything served for the gateway's request ids given, once each of them has ended there.</summary>
    public static async Task<IReadOnlyList<Served>> OfAsync(PlatformFixture platform, params IReadOnlyCollection<string> requestIds)
    {
        IReadOnlyList<Served> served = [];
        await Eventually.TrueAsync(
            async () =>
            {
                served = [.. (await AllAsync(platform)).Where(request => requestIds.Contains(request.RequestId))];
                return served.Select(request => request.RequestId).Distinct().Count() == requestIds.Count;
            },
            () => $"the upstream to have served {requestIds.Count} requests; it knows {served.Count}"
        );
        return served;
    }

    /// <summary>How many requests are at the upstream now.</summary>
    public static async Task<int> InFlightAsync(PlatformFixture platform) =>
        (await platform.Upstream.GetFromJsonAsync<JsonElement>("/tally")).GetProperty("inFlight").GetInt32();

    public static async Task<IReadOnlyList<Served>> AllAsync(PlatformFixture platform) =>
        (await platform.Upstream.GetFromJsonAsync<IReadOnlyList<Served>>("/tally/requests"))!;
}
