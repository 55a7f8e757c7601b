using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Accounts.Mail;
using Platform.Accounts.People;
using Platform.Accounts.Sessions;

namespace Platform.Accounts.Recovery;

/// <summary>
/// Writes the mail with the link. The token is made when the mail is sent and is nowhere but in it; one that is sent again has a new one.
/// </summary>
internal sealed class PasswordResetMail(AccountsDb db, ILookupNormalizer normalizer, TimeProvider time) : IMailWriter
{
    public const string MailKind = "password-reset";

    public string Kind => MailKind;

    public async Task<OutgoingMail?> WriteAsync(OutboxMail asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Who asked so long ago has asked again, or given up.
        if (now - asked.RequestedAt > PasswordReset.Lifetime)
            return null;
        var normalized = normalizer.NormalizeEmail(asked.Address);
        var person = await db.Set<Person>()
            .AsNoTracking()
            .SingleOrDefaultAsync(person => person.NormalizedEmail == normalized, cancellationToken);
        if (person is null)
            return null;

        var token = SessionToken.Create();
        await db.Set<PasswordReset>()
            .Where(reset => reset.AccountId == person.Id && (reset.ExpiresAt <= now || reset.SecurityStamp != person.SecurityStamp))
            .ExecuteDeleteAsync(cancellationToken);
        db.Add(
            new PasswordReset
            {
                TokenHash = SessionToken.Hash(token),
                AccountId = person.Id,
                SecurityStamp = person.SecurityStamp!,
                ExpiresAt = now + PasswordReset.Lifetime,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return new OutgoingMail(person.Email!, "Choose a new password", Text(person.Email!, asked.PageUrl, token));
    }

    private static string Text(string email, string pageUrl, string token) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Somebody asked for a new password for your account {email}.

            If it was you, open this page within {PasswordReset.Lifetime.TotalMinutes:0} minutes; it works once:

            {QueryHelpers.AddQueryString(pageUrl, "token", token)}

            A new password ends every session of your account. Your API keys keep working.

            If it was not you, do nothing. Your password stays as it is, and nobody can change it without this mail.

            """
        );
}
