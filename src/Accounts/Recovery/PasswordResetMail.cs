using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Accounts.Mail;
using Platform.Accounts.People;

namespace Platform.Accounts.Recovery;

/// <summary>Writes the mail with the link to a new password.</summary>
internal sealed class PasswordResetMail(AccountsDb db, ILookupNormalizer normalizer, TimeProvider time)
    : LinkMail(MailKind, PasswordReset.Lifetime, db, normalizer, time)
{
    public const string MailKind = "password-reset";

    protected override async Task<OutgoingMail?> WriteAsync(
        OutboxMail asked,
        Person? owner,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (owner is null)
            return null;
        await Db.Set<PasswordReset>()
            .Where(reset => reset.AccountId == owner.Id && (reset.ExpiresAt <= now || reset.SecurityStamp != owner.SecurityStamp))
            .ExecuteDeleteAsync(cancellationToken);
        var link = await LinkAsync(
            asked,
            hash => new PasswordReset
            {
                TokenHash = hash,
                AccountId = owner.Id,
                SecurityStamp = owner.SecurityStamp!,
                ExpiresAt = now + PasswordReset.Lifetime,
            },
            cancellationToken
        );
        return new OutgoingMail(owner.Email!, "Choose a new password", Text(owner.Email!, link));
    }

    private static string Text(string email, string link) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Somebody asked for a new password for your account {email}.

            If it was you, open this page within {PasswordReset.Lifetime.TotalMinutes:0} minutes; it works once:

            {link}

            A new password ends every session of your account. Your API keys keep working.

            If it was not you, do nothing. Your password stays as it is, and nobody can change it without this mail.

            """
        );
}
