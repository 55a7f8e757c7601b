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
            (PaymentProviders providers) => new ProviderView(providers.Chosen.Name, providers.Chosen.CheckoutOrigin)
        );
        app.MapPost(UsageRoutes.Checkouts, StartAsync);
        app.MapGet(UsageRoutes.Checkouts, (Guid id, CheckoutService checkouts, CancellationToken ct) => checkouts.ListAsync(id, ct));
        app.MapGet(UsageRoutes.Checkout, FindAsync);
    }

    private static async Task<IResult> StartAsync(
        Guid id,
        [FromBody] CheckoutRequest request,
        Packs packs,
        PaymentProviders providers,
        CheckoutService checkouts,
        CancellationToken ct
    )
    {
        if (!Uri.TryCreate(request.ReturnUrl, UriKind.Absolute, out var returnUrl) || returnUrl.Scheme is not ("http" or "https"))
            return Refusals.Invalid("returnUrl", "returnUrl must be the absolute http or https address that the payer returns to.");
        if (packs.Find(request.PackId ?? "") is not { } pack)
            return packs.NotFound(request.PackId);
        if ((request.Provider is { } named ? providers.Find(named) : providers.Chosen) is not { } provider)
            return Refusals.Invalid("provider", NotConfigured(request.Provider, providers.Chosen.Name));
        if (provider.Objection(pack.Price) is { } objection)
            return Refusals.Invalid("packId", objection);
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
