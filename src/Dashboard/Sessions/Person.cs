using System.Security.Claims;
using Platform.Contracts;

namespace Platform.Dashboard.Sessions;

/// <summary>Who is signed in, and the token of the session that Accounts keeps. It lives in the encrypted cookie only.</summary>
public sealed record Person(Guid AccountId, string Email, string Session)
{
    private const string SessionClaim = "session";

    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static Person From(ClaimsPrincipal principal) =>
        new(Guid.Parse(Claim(principal, ClaimTypes.NameIdentifier)), Claim(principal, ClaimTypes.Name), Claim(principal, SessionClaim));

    public static Person Of(SessionOpened session) => new(session.Account.Id, session.Account.Email, session.Token);

    public ClaimsPrincipal ToPrincipal(string scheme) =>
        new(
            new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, AccountId.ToString()), new(ClaimTypes.Name, Email), new(SessionClaim, Session)],
                scheme
            )
        );

    /// <summary>Never the token: a record's own text would print it.</summary>
    public override string ToString() => $"account {AccountId}";

    private static string Claim(ClaimsPrincipal principal, string type) =>
        principal.FindFirstValue(type) ?? throw new InvalidOperationException("Nobody is signed in.");
}
