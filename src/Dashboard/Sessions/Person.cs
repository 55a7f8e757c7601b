using System.Security.Claims;
using Platform.Contracts;

namespace Platform.Dashboard.Sessions;

/// <summary>The signed-in person, with the token of the session at Accounts. It is stored in the encrypted cookie only.</summary>
public sealed record Person(Guid AccountId, string Email, string Session)
{
    private const string SessionClaim = "session";

    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static Person From(ClaimsPrincipal principal) =>
        new(Guid.Parse(Claim(principal, ClaimTypes.NameIdentifier)), Claim(principal, ClaimTypes.Name), Claim(principal, SessionClaim));

    public static Person From(SessionOpened session) => new(session.Account.Id, session.Account.Email, session.Token);

    public ClaimsPrincipal ToPrincipal(string scheme) =>
        new(
            new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, AccountId.ToString()), new(ClaimTypes.Name, Email), new(SessionClaim, Session)],
                scheme
            )
        );

    /// <summary>Omits the token, which the text of a record would show.</summary>
    public override string ToString() => $"account {AccountId}";

    private static string Claim(ClaimsPrincipal principal, string type) =>
        principal.FindFirstValue(type) ?? throw new InvalidOperationException("Nobody is signed in.");
}
