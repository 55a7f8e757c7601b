using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Confirms, then deletes every key of the account.</summary>
public sealed class RevokeModel(KeysClient keys, TimeProvider time) : SignedInPage
{
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    /// <summary>Null when none was ever used.</summary>
    public KeyView? LastUsed => Keys.Where(key => key.LastUsedAt is not null).MaxBy(key => key.LastUsedAt);

    public string Words => Amounts.Count(Keys.Count, "key");

    public async Task OnGetAsync() => Keys = await keys.ListAsync(Person.Session, RequestAborted);

    public async Task<IActionResult> OnPostAsync()
    {
        var revoked = await keys.RevokeAllAsync(Person.Session, RequestAborted);
        return Done(Revoked(revoked.Count), "~/tokens");
    }

    private static string Revoked(int revoked) =>
        revoked == 0 ? "There was no key to revoke." : $"Your {Amounts.Count(revoked, "key")} {(revoked == 1 ? "is" : "are")} revoked.";
}
