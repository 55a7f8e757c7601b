using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Checkouts;

internal static class CheckoutsApi
{
    public static void MapCheckouts(this IEndpointRouteBuilder app)
    {
        app.MapGet(UsageRoutes.Provider, (PaymentProviders providers) => new ProviderView(providers.Chosen.Name, providers.Chosen.CheckoutOrigin));
        app.MapPost(UsageRoutes.Checkouts, StartAsync);
        app.MapGet(UsageRoutes.Checkouts, (Guid id, Cashier cashier, CancellationToken ct) => cashier.ListAsync(id, ct));
        app.MapGet(UsageRoutes.Checkout, FindAsync);
    }

    private static async Task<IResult> StartAsync(
        Guid id, [FromBody] CheckoutRequest request, Packs packs, PaymentProviders providers, Cashier cashier, CancellationToken ct)
    {
        if (!Uri.TryCreate(request.ReturnUrl, UriKind.Absolute, out var returnUrl) || returnUrl.Scheme is not ("http" or "https"))
            return Answers.Wrong("returnUrl", "returnUrl must be the absolute http or https address the payer comes back to.");
        if (packs.Find(request.PackId ?? "") is not { } pack)
            return Answers.NoSuch("pack", $"There is no pack '{request.PackId}'. On sale are: {string.Join(", ", packs.All.Select(other => other.Id))}.");
        if ((request.Provider is { } named ? providers.Find(named) : providers.Chosen) is not { } provider)
            return Answers.Wrong("provider", $"The provider '{request.Provider}' is not configured. Leave it out for the platform's own choice, {providers.Chosen.Name}.");
        if (provider.Objection(pack.Price) is { } objection)
            return Answers.Wrong("packId", objection);
        var started = await cashier.StartAsync(id, pack, returnUrl, provider, ct);
        return Results.Json(started, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindAsync(Guid id, Guid checkoutId, Cashier cashier, CancellationToken ct) =>
        await cashier.FindAsync(id, checkoutId, ct) is { } checkout
            ? Results.Ok(checkout)
            : Answers.NoSuch("checkout", $"This account has no checkout {checkoutId}.");
}
