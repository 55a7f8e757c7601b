using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>Confirms, then deletes every key of the account.</summary>
public sealed class RevokeModel(KeysClient keys, TimeProvider time) : SignedInPage
{
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    /// <summary>Null when none was ever used.</summary>
    public KeyView? LastUsed => Keys.Where(key => key.LastUsedAt is not null).MaxBy(key => key.LastUsedAt);

    public string Words => Count(Keys.Count);

    public async Task OnGetAsync() => Keys = await keys.ListAsync(Person.Session, RequestAborted);

    public async Task<IActionResult> OnPostAsync()
    {
        var revoked = await keys.RevokeAllAsync(Person.Session, RequestAborted);
        return Done(revoked.Count == 0 ? "There was no key to revoke." : $"Your {Count(revoked.Count)} are revoked.", "~/tokens");
    }

    private static string Count(int keys) => keys == 1 ? "1 key" : $"{keys} keys";
}
