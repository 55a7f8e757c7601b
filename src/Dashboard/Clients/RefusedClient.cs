using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>The requests of an account that were refused, at Usage.</summary>
public sealed class RefusedClient(HttpClient http)
{
    private readonly ServiceCalls calls = new(http, "usage");

    /// <summary>Newest first.</summary>
    public Task<Result<RefusedPage>> ListAsync(Guid account, RefusedQuery query, CancellationToken cancellationToken) =>
        calls.GetAsync<RefusedPage>(UsageRoutes.For(UsageRoutes.Refused, account) + query, null, cancellationToken);

    /// <summary>Refused itself when no such request of this account was.</summary>
    public Task<Result<RefusedRequest>> FindAsync(Guid account, string requestId, CancellationToken cancellationToken) =>
        calls.GetAsync<RefusedRequest>(UsageRoutes.For(UsageRoutes.RefusedRequest, account, requestId), null, cancellationToken);
}
