using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Problems;

namespace Platform.Usage.Payments.Refunds;

internal static class RefundsApi
{
    public static void MapRefunds(this IEndpointRouteBuilder app) => app.MapPost(UsageRoutes.Refunds, RefundAsync);

    private static async Task<IResult> RefundAsync(Guid id, [FromBody] RefundRequest request, RefundService refunds, CancellationToken ct)
    {
        if (!LedgerReference.IsValid(request.Id))
            return Refusals.Invalid("id", $"id {LedgerReference.Rule}");
        if (request.Amount <= Money.Zero)
            return Refusals.Invalid("amount", "amount must be above 0 nano-USD; leave it out to refund all that is left.");

        var result = await refunds.RefundAsync(id, request, ct);
        return result.Outcome switch
        {
            RefundOutcome.Created => Results.Json(result.Refund, statusCode: StatusCodes.Status201Created),
            RefundOutcome.Repeated => Results.Ok(result.Refund),
            RefundOutcome.NoSuchCheckout => Refusals.NotFound("checkout", $"This account has no checkout {request.CheckoutId}."),
            _ => Refusals.Conflict("This cannot be refunded", result.Problem!),
        };
    }
}
