using System.Net;
using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>People and their sessions, and the catalogue: the part of Accounts that is not about API keys.</summary>
public sealed class AccountsClient(HttpClient http)
{
    private readonly ServiceCalls calls = new(http, "accounts");

    public Task<Result<AccountView>> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync<AccountView>(HttpMethod.Post, AccountsRoutes.Accounts, request, null, cancellationToken);

    public async Task<RegistrationView> RegistrationAsync(CancellationToken cancellationToken) =>
        (await calls.GetAsync<RegistrationView>(AccountsRoutes.Registrations, null, cancellationToken)).Expect();

    /// <summary>Asks for the mail that a registration begins with. Null when done, which does not say whether anybody has the address.</summary>
    public Task<Refusal?> AskToRegisterAsync(RegistrationRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync(HttpMethod.Post, AccountsRoutes.Registrations, request, null, cancellationToken);

    public Task<Result<AccountView>> FinishRegistrationAsync(RegistrationCompletion request, CancellationToken cancellationToken) =>
        calls.SendAsync<AccountView>(HttpMethod.Post, AccountsRoutes.Registration, request, null, cancellationToken);

    public Task<Result<SessionOpened>> SignInAsync(SignInRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync<SessionOpened>(HttpMethod.Post, AccountsRoutes.Sessions, request, null, cancellationToken);

    /// <summary>The account of the session; null when it has ended.</summary>
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

    /// <summary>Ends this session; succeeds when it has ended already.</summary>
    public Task SignOutAsync(string session, CancellationToken cancellationToken) =>
        EndAsync(AccountsRoutes.Session, session, cancellationToken);

    /// <summary>Ends every session of the account, this one included.</summary>
    public Task SignOutEverywhereAsync(string session, CancellationToken cancellationToken) =>
        EndAsync(AccountsRoutes.Sessions, session, cancellationToken);

    /// <summary>The sessions of the account, the last used first.</summary>
    public async Task<IReadOnlyList<SessionView>> SessionsAsync(string session, CancellationToken cancellationToken) =>
        (await calls.GetAsync<SessionView[]>(AccountsRoutes.Sessions, session, cancellationToken)).Expect();

    /// <summary>The limits that the operator gave the account in the place of those for all.</summary>
    public async Task<RateLimits> LimitsAsync(Guid account, CancellationToken cancellationToken) =>
        (await calls.GetAsync<RateLimits>(AccountsRoutes.ForLimits(account), null, cancellationToken)).Expect();

    /// <summary>Ends one session of the account. Refused when there is none of this id.</summary>
    public Task<Refusal?> EndSessionAsync(string session, Guid id, CancellationToken cancellationToken) =>
        calls.SendAsync(HttpMethod.Delete, AccountsRoutes.ForSession(id), null, session, cancellationToken);

    /// <summary>Ends every session of the account but this one.</summary>
    public Task<Refusal?> EndOtherSessionsAsync(string session, CancellationToken cancellationToken) =>
        calls.SendAsync(HttpMethod.Delete, AccountsRoutes.OtherSessions, null, session, cancellationToken);

    /// <summary>What happened to the account, newest first.</summary>
    /// <param name="skip">How many newer events were shown.</param>
    public async Task<SecurityPage> SecurityEventsAsync(string session, int skip, CancellationToken cancellationToken) =>
        (await calls.GetAsync<SecurityPage>($"{AccountsRoutes.SecurityEvents}?skip={skip}", session, cancellationToken)).Expect();

    /// <summary>Changes the password and ends every other session of the account. Null when done.</summary>
    public Task<Refusal?> ChangePasswordAsync(string session, ChangePasswordRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync(HttpMethod.Put, AccountsRoutes.Password, request, session, cancellationToken);

    /// <summary>Changes the password, ends every session of the account and revokes all its keys.</summary>
    public Task<Result<KeysRevoked>> SecureAsync(string session, ChangePasswordRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync<KeysRevoked>(HttpMethod.Post, AccountsRoutes.Compromised, request, session, cancellationToken);

    /// <summary>Asks for a mail to reset a password. Null when done, which does not say whether anybody has the address.</summary>
    public Task<Refusal?> AskForPasswordResetAsync(PasswordResetRequest request, CancellationToken cancellationToken) =>
        calls.SendAsync(HttpMethod.Post, AccountsRoutes.PasswordResets, request, null, cancellationToken);

    /// <summary>Sets a new password and ends every session of the account. Null when done.</summary>
    public Task<Refusal?> ResetPasswordAsync(PasswordResetCompletion request, CancellationToken cancellationToken) =>
        calls.SendAsync(HttpMethod.Post, AccountsRoutes.PasswordReset, request, null, cancellationToken);

    /// <summary>The mails that would have been sent, newest first; in Development only.</summary>
    public async Task<IReadOnlyList<MailView>> DevelopmentMailsAsync(CancellationToken cancellationToken) =>
        (await calls.GetAsync<MailView[]>(AccountsRoutes.DevelopmentMails, null, cancellationToken)).Expect();

    public async Task<Catalogue> CatalogueAsync(CancellationToken cancellationToken) =>
        (await calls.GetAsync<Catalogue>(AccountsRoutes.Catalogue, null, cancellationToken)).Expect();

    /// <summary>The prices of each route of a model over time; none for a model that is not on sale.</summary>
    public async Task<IReadOnlyList<RoutePrices>> PricesAsync(string model, CancellationToken cancellationToken) =>
        (
            await calls.GetAsync<RoutePrices[]>($"{AccountsRoutes.Prices}?model={Uri.EscapeDataString(model)}", null, cancellationToken)
        ).Expect();

    private async Task EndAsync(string path, string session, CancellationToken cancellationToken)
    {
        try
        {
            if (
                await calls.SendAsync(HttpMethod.Delete, path, null, session, cancellationToken) is
                { Status: not HttpStatusCode.NotFound } refusal
            )
                throw new InvalidOperationException($"Signing out was refused: {refusal.Message}");
        }
        catch (SessionEndedException)
        {
            // The session has ended already.
        }
    }
}
