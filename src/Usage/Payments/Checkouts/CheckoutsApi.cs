using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Purchases;
using Platform.Usage.Problems;

namespace Platform.Usage.Payments.Checkouts;

internal static class CheckoutsApi
{
    public static void MapCheckouts(this IEndpointRouteBuilder app)
    {
        app.MapGet(
            UsageRoutes.Provider,
            (PaymentProviders providers, CustomAmounts amounts) =>
                new ProviderView(providers.Chosen.Name, providers.Chosen.CheckoutOrigin, amounts.Bounds)
        );
        app.MapPost(UsageRoutes.Checkouts, StartAsync);
        app.MapGet(UsageRoutes.Checkouts, (Guid id, CheckoutService checkouts, CancellationToken ct) => checkouts.ListAsync(id, ct));
        app.MapGet(UsageRoutes.Checkout, FindAsync);
    }

    private static async Task<IResult> StartAsync(
        Guid id,
        [FromBody] CheckoutRequest request,
        Packs packs,
        CustomAmounts amounts,
        PaymentProviders providers,
        CheckoutService checkouts,
        CancellationToken ct
    )
    {
        if (!Uri.TryCreate(request.ReturnUrl, UriKind.Absolute, out var returnUrl) || returnUrl.Scheme is not ("http" or "https"))
            return Refusals.Invalid("returnUrl", "returnUrl must be the absolute http or https address that the payer returns to.");
        if (request is { PackId: not null, Amount: not null })
            return Refusals.Invalid("amount", "amount cannot be sent together with packId. Send one of them.");
        string? fault = null;
        var found = request.Amount is { } amount ? amounts.Find(amount, out fault) : packs.Find(request.PackId ?? "");
        if (found is not { } pack)
            return fault is null ? packs.NotFound(request.PackId) : Refusals.Invalid("amount", fault);
        if ((request.Provider is { } named ? providers.Find(named) : providers.Chosen) is not { } provider)
            return Refusals.Invalid("provider", NotConfigured(request.Provider, providers.Chosen.Name));
        if (provider.Objection(pack.Price) is { } objection)
            return Refusals.Invalid(request.Amount is null ? "packId" : "amount", objection);
        var started = await checkouts.StartAsync(id, pack, returnUrl, provider, ct);
        return Results.Json(started, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindAsync(Guid id, Guid checkoutId, CheckoutService checkouts, CancellationToken ct) =>
        await checkouts.FindAsync(id, checkoutId, ct) is { } checkout
            ? Results.Ok(checkout)
            : Refusals.NotFound("checkout", $"This account has no checkout {checkoutId}.");

    private static string NotConfigured(string? provider, string chosen) =>
        $"The provider '{provider}' is not configured. Leave it out for the platform's own choice, {chosen}.";
}
