using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Problems;

namespace Platform.Usage.Payments.Promotions;

internal static class PromotionsApi
{
    private const int MaxReasonLength = 200;
    private static readonly Money MaxAmount = Money.FromUsd(1_000_000);

    public static void MapPromotions(this IEndpointRouteBuilder app) => app.MapPost(UsageRoutes.Promotions, GiveAsync);

    private static async Task<IResult> GiveAsync(
        Guid id,
        [FromBody] PromotionRequest request,
        PromotionService promotions,
        CancellationToken ct
    )
    {
        if (!LedgerReference.IsValid(request.Id))
            return Refusals.Invalid("id", $"id {LedgerReference.Rule}");
        if (request.Amount <= Money.Zero || request.Amount > MaxAmount)
            return Refusals.Invalid("amount", $"amount must be above 0 and at most {MaxAmount.NanoUsd} nano-USD.");
        if (request.Reason is not { Length: >= 1 and <= MaxReasonLength })
            return Refusals.Invalid("reason", $"reason must be 1 to {MaxReasonLength} characters; the ledger keeps it.");

        return await promotions.GiveAsync(id, request, ct) is { } given
            ? Results.Json(given.View, statusCode: given.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK)
            : Refusals.Conflict("This promotion was something else", Conflict(request.Id));
    }

    private static string Conflict(string id) =>
        $"The promotion '{id}' exists with another account, amount or reason. Use a new id for a new promotion.";
}
