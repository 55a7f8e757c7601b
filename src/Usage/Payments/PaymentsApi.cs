using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;

namespace Platform.Usage.Payments;

internal static class PaymentsApi
{
    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        app.MapGet("/packs", (Packs packs) => packs.All);
        app.MapPost("/accounts/{id:guid}/purchases", BuyAsync);
        app.MapGet("/accounts/{id:guid}/purchases", (Guid id, Purchases purchases, CancellationToken ct) => purchases.ListAsync(id, ct));
    }

    private static async Task<IResult> BuyAsync(
        Guid id, [FromBody] PurchaseRequest request, Purchases purchases, Packs packs, CancellationToken ct)
    {
        if (!PaymentId.IsValid(request.PaymentId))
            return Wrong("paymentId", "paymentId must be 1 to 100 characters of A-Z, a-z, 0-9, _ and -. Choose one per payment, and repeat it when you repeat the payment.");
        if (string.IsNullOrEmpty(request.PackId))
            return Wrong("packId", "packId is missing. GET /packs lists what is on sale.");

        var result = await purchases.BuyAsync(id, request, ct);
        return result.Status switch
        {
            PurchaseStatus.Created => Results.Json(result.Purchase, statusCode: StatusCodes.Status201Created),
            PurchaseStatus.Repeated => Results.Ok(result.Purchase),
            PurchaseStatus.Conflict => Results.Problem(
                statusCode: StatusCodes.Status409Conflict, title: "This payment was something else",
                detail: $"The payment '{request.PaymentId}' exists with another {result.Field}. Use a new paymentId for a new purchase.",
                extensions: new Dictionary<string, object?> { ["field"] = result.Field }),
            _ => Results.Problem(
                statusCode: StatusCodes.Status404NotFound, title: "No such pack",
                detail: $"There is no pack '{request.PackId}'. On sale are: {string.Join(", ", packs.All.Select(pack => pack.Id))}."),
        };
    }

    private static IResult Wrong(string field, string problem) =>
        Results.ValidationProblem(new Dictionary<string, string[]> { [field] = [problem] });
}
