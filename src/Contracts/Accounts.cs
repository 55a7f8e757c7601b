namespace Platform.Contracts;

public sealed record AccountView(Guid Id, string Email, DateTimeOffset CreatedAt);

/// <summary>
/// POST <see cref="AccountsRoutes.Accounts"/>: 201 with the account; 409 <c>email_taken</c>, or <c>registration_by_mail</c> where
/// <see cref="RegistrationView.ByMail"/>.
/// </summary>
/// <param name="PageUrl">An address of the dashboard, for the mail to an owner whose address somebody else registers; null for none.</param>
public sealed record RegisterRequest(string Email, string Password, string? PageUrl = null)
{
    /// <summary>Omits the password, which the text of a record would show.</summary>
    public override string ToString() => nameof(RegisterRequest);
}

/// <summary>GET <see cref="AccountsRoutes.Registrations"/>.</summary>
/// <param name="ByMail">Whether an address is confirmed by a mail before it has an account.</param>
public sealed record RegistrationView(bool ByMail);

/// <summary>
/// POST <see cref="AccountsRoutes.Registrations"/>: 202, whoever has the address. A mail has the link, or says that there is an account.
/// </summary>
/// <param name="PageUrl">The absolute address of the page where a registration is finished; <c>token</c> is added to its query.</param>
public sealed record RegistrationRequest(string Email, string PageUrl);

/// <summary>POST <see cref="AccountsRoutes.Registration"/>: 201 with the account; 410 when the token is not valid.</summary>
public sealed record RegistrationCompletion(string Token, string Password)
{
    /// <summary>Omits both secrets, which the text of a record would show.</summary>
    public override string ToString() => nameof(RegistrationCompletion);
}

public sealed record SignInRequest(string Email, string Password, string? Client = null);

/// <summary>The only answer that holds <paramref name="Token"/>; Accounts stores its hash.</summary>
public sealed record SessionOpened(string Token, AccountView Account);

/// <summary>One of GET <see cref="AccountsRoutes.Sessions"/>, the last used first.</summary>
/// <param name="Id">Opens nothing; <see cref="AccountsRoutes.OneSession"/> ends the session by it.</param>
/// <param name="Client">The browser as it names itself; null when it has no name.</param>
/// <param name="Network">The prefix of the network that it was last used from; null when no browser used it.</param>
/// <param name="LastSeenAt">To the minute.</param>
/// <param name="Current">The session that asks.</param>
public sealed record SessionView(
    Guid Id,
    string? Client,
    string? Network,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    bool Current
);

/// <summary>GET <see cref="AccountsRoutes.SecurityEvents"/><c>?skip</c>, newest first.</summary>
/// <param name="More">Whether there are older ones.</param>
public sealed record SecurityPage(IReadOnlyList<SecurityEventView> Events, bool More);

/// <param name="At">The last time, where <paramref name="Count"/> is more than one.</param>
/// <param name="Action">Such as <c>sign-in</c>.</param>
/// <param name="Outcome"><c>done</c>, or the code of the refusal.</param>
/// <param name="Network">The prefix of the network; null for a service of ours.</param>
public sealed record SecurityEventView(
    DateTimeOffset At,
    int Count,
    string Action,
    string Outcome,
    string? Network,
    string? Client,
    string? KeyId,
    string? Detail
);

/// <summary>
/// POST <see cref="AccountsRoutes.PasswordResets"/>: 202, whoever has the address; 409 <c>mail_not_configured</c> for every address where no
/// mail is sent.
/// </summary>
/// <param name="PageUrl">The absolute address of the page for the new password; <c>token</c> is added to its query.</param>
public sealed record PasswordResetRequest(string Email, string PageUrl);

/// <summary>
/// POST <see cref="AccountsRoutes.PasswordReset"/>: 204, and every session of the account has ended; 410 when the token is not valid.
/// </summary>
public sealed record PasswordResetCompletion(string Token, string NewPassword)
{
    /// <summary>Omits both secrets, which the text of a record would show.</summary>
    public override string ToString() => nameof(PasswordResetCompletion);
}

/// <summary>One of GET <see cref="AccountsRoutes.DevelopmentMails"/>, newest first: a mail that would have been sent.</summary>
public sealed record MailView(string To, string Subject, string Text, DateTimeOffset At);

public sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword);

/// <summary>
/// DELETE <see cref="AccountsRoutes.Keys"/> and POST <see cref="AccountsRoutes.Compromised"/>, with a <see cref="ChangePasswordRequest"/>: how
/// many keys were revoked.
/// </summary>
public sealed record KeysRevoked(int Count);

/// <summary>An account that exists in Development only, so that a first request works before anybody registers.</summary>
public static class DemoAccount
{
    public const string Email = "demo@platform.example";

    public static Guid Id { get; } = Guid.Parse("019aa000-0000-7000-8000-00000000de30");
}
