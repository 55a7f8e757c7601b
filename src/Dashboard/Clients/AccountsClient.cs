using System.Net;
using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>People and their sessions, and the catalogue: the part of Accounts that is not about API keys.</summary>
public sealed class AccountsClient(HttpClient http)
{
    private readonly ServiceCalls calls = new(http, "accounts");

    public Task<Result<AccountView>> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync<AccountView>(HttpMethod.Post, AccountsRoutes.Accounts, request, null, cancellationToken);

    public Task<Result<SessionOpened>> SignInAsync(SignInRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync<SessionOpened>(HttpMethod.Post, AccountsRoutes.Sessions, request, null, cancellationToken);

    /// <summary>Whose session it is; null when it has ended.</summary>
    public async Task<AccountView?> SessionAsync(string session, CancellationToken cancellationToken)
    {
        try
        {
            return (await calls.GetAsync<AccountView>(AccountsRoutes.Session, session, cancellationToken)).Expect();
        }
        catch (SessionEndedException)
        {
            return null;
        }
    }

    /// <summary>Ends this session. That it had ended already is as good.</summary>
    public Task SignOutAsync(string session, CancellationToken cancellationToken) =>
        EndAsync(AccountsRoutes.Session, session, cancellationToken);

    /// <summary>Ends every session of the account, this one included.</summary>
    public Task SignOutEverywhereAsync(string session, CancellationToken cancellationToken) =>
        EndAsync(AccountsRoutes.Sessions, session, cancellationToken);

    /// <summary>Null when it is done; every other session of the account has then ended.</summary>
    public Task<Refusal?> ChangePasswordAsync(string session, ChangePasswordRequest request, CancellationToken cancellationToken) =>
        calls.DoAsync(HttpMethod.Put, AccountsRoutes.Password, request, session, cancellationToken);

    public async Task<Catalogue> CatalogueAsync(CancellationToken cancellationToken) =>
        (await calls.GetAsync<Catalogue>(AccountsRoutes.Catalogue, null, cancellationToken)).Expect();

    private async Task EndAsync(string path, string session, CancellationToken cancellationToken)
    {
        try
        {
            if (
                await calls.DoAsync(HttpMethod.Delete, path, null, session, cancellationToken) is
                { Status: not HttpStatusCode.NotFound } refusal
            )
                throw new InvalidOperationException($"Signing out was refused: {refusal.Message}");
        }
        catch (SessionEndedException)
        {
            // What was wanted.
        }
    }
}
