using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Refunding;

namespace Platform.Usage.Payments;

internal static class PaymentsApi
{
    private const int LongestReason = 200;
    private static readonly Money LargestGift = Money.FromUsd(1_000_000);

    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        app.MapGet(UsageRoutes.Packs, (Packs packs) => packs.All);
        app.MapPost(UsageRoutes.Purchases, BuyAsync);
        app.MapGet(UsageRoutes.Purchases, (Guid id, Purchases purchases, CancellationToken ct) => purchases.ListAsync(id, ct));
        app.MapPost(UsageRoutes.Refunds, RefundAsync);
        app.MapPost(UsageRoutes.Promotions, PromoteAsync);
        app.MapCheckouts();
        app.MapWebhooks();
    }

    private static async Task<IResult> BuyAsync(
        Guid id, [FromBody] PurchaseRequest request, Purchases purchases, Packs packs, CancellationToken ct)
    {
        if (!PaymentId.IsValid(request.PaymentId))
            return Answers.Wrong("paymentId", $"paymentId {PaymentId.Rule}");
        if (string.IsNullOrEmpty(request.PackId))
            return Answers.Wrong("packId", "packId is missing. GET /packs lists what is on sale.");

        var result = await purchases.BuyAsync(id, request, ct);
        return result.Status switch
        {
            PurchaseStatus.Created => Results.Json(result.Purchase, statusCode: StatusCodes.Status201Created),
            PurchaseStatus.Repeated => Results.Ok(result.Purchase),
            PurchaseStatus.Conflict => Results.Problem(
                statusCode: StatusCodes.Status409Conflict, title: "This payment was something else",
                detail: $"The payment '{request.PaymentId}' exists with another {result.Field}. Use a new paymentId for a new purchase.",
                extensions: new Dictionary<string, object?> { ["field"] = result.Field }),
            _ => Answers.NoSuch("pack", $"There is no pack '{request.PackId}'. On sale are: {string.Join(", ", packs.All.Select(pack => pack.Id))}."),
        };
    }

    private static async Task<IResult> RefundAsync(Guid id, [FromBody] RefundRequest request, Refunds refunds, CancellationToken ct)
    {
        if (!PaymentId.IsValid(request.Id))
            return Answers.Wrong("id", $"id {PaymentId.Rule}");
        if (request.Amount <= Money.Zero)
            return Answers.Wrong("amount", "amount must be above 0 nano-USD; leave it out to refund all that is left.");

        var result = await refunds.RefundAsync(id, request, ct);
        return result.Outcome switch
        {
            RefundOutcome.Created => Results.Json(result.Refund, statusCode: StatusCodes.Status201Created),
            RefundOutcome.Repeated => Results.Ok(result.Refund),
            RefundOutcome.NoSuchCheckout => Answers.NoSuch("checkout", $"This account has no checkout {request.CheckoutId}."),
            _ => Answers.Conflict("This cannot be refunded", result.Problem!),
        };
    }

    private static async Task<IResult> PromoteAsync(Guid id, [FromBody] PromotionRequest request, Promotions promotions, CancellationToken ct)
    {
        if (!PaymentId.IsValid(request.Id))
            return Answers.Wrong("id", $"id {PaymentId.Rule}");
        if (request.Amount <= Money.Zero || request.Amount > LargestGift)
            return Answers.Wrong("amount", $"amount must be above 0 and at most {LargestGift.NanoUsd} nano-USD.");
        if (request.Reason is not { Length: >= 1 and <= LongestReason })
            return Answers.Wrong("reason", $"reason must be 1 to {LongestReason} characters; the ledger keeps it.");

        return await promotions.GiveAsync(id, request, ct) is not { } given
            ? Answers.Conflict("This promotion was something else", $"The promotion '{request.Id}' exists with another account, amount or reason. Use a new id for a new promotion.")
            : Results.Json(given.View, statusCode: given.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
