using Platform.Contracts;

namespace Platform.Usage.Reconciliation;

internal static class ReconciliationApi
{
    /// <summary>GET /reconciliation: the <see cref="Report"/>, always 200; <c>clean</c> says whether all is well.</summary>
    public static void MapReconciliation(this IEndpointRouteBuilder app) => app.MapGet(UsageRoutes.Reconciliation, RunAsync);

    private static async Task<IResult> RunAsync(Reconciler reconciler, string? upstream, CancellationToken ct) =>
        TryAddress(upstream, out var tally)
            ? Results.Ok(await reconciler.RunAsync(tally, ct))
            : Results.ValidationProblem(new Dictionary<string, string[]> { ["upstream"] = [Mend] });

    public const string Mend =
        "upstream must be the http address of an upstream that keeps a tally, for example http://localhost:8093. Leave it out to "
        + "compare with none.";

    /// <summary>True with null when none is named.</summary>
    public static bool TryAddress(string? text, out Uri? address)
    {
        address = null;
        return string.IsNullOrEmpty(text) || Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https";
    }
}
