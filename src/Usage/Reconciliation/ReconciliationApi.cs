using Platform.Contracts;

namespace Platform.Usage.Reconciliation;

internal static class ReconciliationApi
{
    /// <summary>
    /// GET /reconciliation returns a <see cref="Report"/> with status 200; its <c>clean</c> is false when there are differences.
    /// </summary>
    public static void MapReconciliation(this IEndpointRouteBuilder app) => app.MapGet(UsageRoutes.Reconciliation, RunAsync);

    private static async Task<IResult> RunAsync(Reconciler reconciler, string? upstream, CancellationToken ct) =>
        TryAddress(upstream, out var tally)
            ? Results.Ok(await reconciler.RunAsync(tally, ct))
            : Results.ValidationProblem(new Dictionary<string, string[]> { ["upstream"] = [UpstreamRule] });

    public const string UpstreamRule =
        "upstream must be the http address of an upstream that keeps a tally, for example http://localhost:8093. Leave it out to "
        + "compare with none.";

    /// <summary>True for a valid address, and with null when <paramref name="text"/> is empty.</summary>
    public static bool TryAddress(string? text, out Uri? address)
    {
        address = null;
        return string.IsNullOrEmpty(text) || Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https";
    }
}
