using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>The API keys of the account of a session, at Accounts.</summary>
public sealed class KeysClient(HttpClient http)
{
    private readonly ServiceCalls calls = new(http, "accounts");

    public async Task<IReadOnlyList<KeyView>> ListAsync(string session, CancellationToken cancellationToken) =>
        (await calls.GetAsync<KeyView[]>(AccountsRoutes.Keys, session, cancellationToken)).Expect();

    /// <summary>Null when the account has no such key.</summary>
    public async Task<KeyView?> FindAsync(string session, string id, CancellationToken cancellationToken) =>
        (await ListAsync(session, cancellationToken)).FirstOrDefault(key => key.Id == id);

    public Task<Result<KeyCreated>> CreateAsync(string session, CreateKeyRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync<KeyCreated>(HttpMethod.Post, AccountsRoutes.Keys, request, session, cancellationToken);

    public Task<Refusal?> UpdateAsync(string session, string id, UpdateKeyRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync(HttpMethod.Patch, AccountsRoutes.For(AccountsRoutes.Key, id), request, session, cancellationToken);

    public Task<Refusal?> DeleteAsync(string session, string id, CancellationToken cancellationToken) =>
        calls.SendAsync(HttpMethod.Delete, AccountsRoutes.For(AccountsRoutes.Key, id), null, session, cancellationToken);

    public async Task<KeysRevoked> RevokeAllAsync(string session, CancellationToken cancellationToken) =>
        (await calls.SendAsync<KeysRevoked>(HttpMethod.Delete, AccountsRoutes.Keys, null, session, cancellationToken)).Expect();

    public Task<Result<KeyCreated>> RotateAsync(string session, string id, RotateKeyRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync<KeyCreated>(HttpMethod.Post, AccountsRoutes.For(AccountsRoutes.RotateKey, id), request, session, cancellationToken);
}
