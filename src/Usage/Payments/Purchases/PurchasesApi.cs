using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Problems;

namespace Platform.Usage.Payments.Purchases;

internal static class PurchasesApi
{
    public static void MapPurchases(this IEndpointRouteBuilder app)
    {
        app.MapGet(UsageRoutes.Packs, (Packs packs) => packs.All);
        app.MapPost(UsageRoutes.Purchases, BuyAsync);
        app.MapGet(UsageRoutes.Purchases, (Guid id, PurchaseService purchases, CancellationToken ct) => purchases.ListAsync(id, ct));
    }

    private static async Task<IResult> BuyAsync(
        Guid id,
        [FromBody] PurchaseRequest request,
        PurchaseService purchases,
        Packs packs,
        CancellationToken ct
    )
    {
        if (!LedgerReference.IsValid(request.PaymentId))
            return Refusals.Invalid("paymentId", $"paymentId {LedgerReference.Rule}");
        if (string.IsNullOrEmpty(request.PackId))
            return Refusals.Invalid("packId", "packId is missing. GET /packs lists what is on sale.");

        var result = await purchases.BuyAsync(id, request, ct);
        return result.Status switch
        {
            PurchaseStatus.Created => Results.Json(result.Purchase, statusCode: StatusCodes.Status201Created),
            PurchaseStatus.Repeated => Results.Ok(result.Purchase),
            PurchaseStatus.Conflict => Conflict(request, result.Field),
            _ => packs.NotFound(request.PackId),
        };
    }

    private static IResult Conflict(PurchaseRequest request, string? field) =>
        Results.Problem(
            statusCode: StatusCodes.Status409Conflict,
            title: "This payment was something else",
            detail: $"The payment '{request.PaymentId}' exists with another {field}. Use a new paymentId for a new purchase.",
            extensions: new Dictionary<string, object?> { ["field"] = field }
        );
}
