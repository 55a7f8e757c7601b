using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>The checkouts of Usage.</summary>
public sealed class CheckoutsClient(HttpClient http)
{
    private readonly ServiceCalls calls = new(http, "usage");

    public async Task<ProviderView> ProviderAsync(CancellationToken cancellationToken) =>
        (await calls.GetAsync<ProviderView>(UsageRoutes.Provider, null, cancellationToken)).Expect();

    public Task<Result<CheckoutStarted>> StartAsync(Guid account, CheckoutRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync<CheckoutStarted>(
            HttpMethod.Post,
            UsageRoutes.For(UsageRoutes.Checkouts, account),
            request,
            null,
            cancellationToken
        );

    /// <summary>Refused when the account has no such checkout.</summary>
    public Task<Result<CheckoutView>> FindAsync(Guid account, Guid id, CancellationToken cancellationToken) =>
        calls.GetAsync<CheckoutView>(UsageRoutes.For(UsageRoutes.Checkout, account, id.ToString()), null, cancellationToken);

    /// <summary>Newest first, at most a hundred.</summary>
    public async Task<IReadOnlyList<CheckoutView>> ListAsync(Guid account, CancellationToken cancellationToken) =>
        (await calls.GetAsync<CheckoutView[]>(UsageRoutes.For(UsageRoutes.Checkouts, account), null, cancellationToken)).Expect();
}
