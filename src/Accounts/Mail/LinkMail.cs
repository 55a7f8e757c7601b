using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Accounts.People;
using Platform.Accounts.Sessions;

namespace Platform.Accounts.Mail;

/// <summary>
/// Writes a mail with a link that works once, for a time. Whether the address has an account is looked up here, and not while anybody waits.
/// The token is made when the mail is sent and is nowhere but in it; one that is sent again has a new one.
/// </summary>
internal abstract class LinkMail(string kind, TimeSpan lifetime, AccountsDb db, ILookupNormalizer normalizer, TimeProvider time)
    : IMailWriter
{
    public string Kind => kind;

    protected AccountsDb Db => db;

    public async Task<OutgoingMail?> WriteAsync(OutboxMail asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Who asked so long ago has asked again, or given up.
        if (now - asked.RequestedAt > lifetime)
            return null;
        var normalized = normalizer.NormalizeEmail(asked.Address);
        var owner = await db.Set<Person>()
            .AsNoTracking()
            .SingleOrDefaultAsync(person => person.NormalizedEmail == normalized, cancellationToken);
        return await WriteAsync(asked, owner, now, cancellationToken);
    }

    /// <param name="owner">Who has the address; null when nobody has.</param>
    protected abstract Task<OutgoingMail?> WriteAsync(
        OutboxMail asked,
        Person? owner,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Keeps the hash of a new token.</summary>
    /// <param name="row">What is kept of the link, by the hash.</param>
    /// <returns>The address that has the token.</returns>
    protected async Task<string> LinkAsync(OutboxMail asked, Func<byte[], object> row, CancellationToken cancellationToken)
    {
        var token = SessionToken.Create();
        db.Add(row(SessionToken.Hash(token)));
        await db.SaveChangesAsync(cancellationToken);
        return QueryHelpers.AddQueryString(asked.PageUrl, "token", token);
    }
}
