using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Accounts.Mail;
using Platform.Accounts.People;

namespace Platform.Accounts.Registrations;

/// <summary>
/// Answers who registers by mail, where the answer differs: with the link to go on, or with the news that the address has an account.
/// </summary>
internal sealed class RegistrationMail(AccountsDb db, ILookupNormalizer normalizer, TimeProvider time)
    : LinkMail(MailKind, RegistrationLink.Lifetime, db, normalizer, time)
{
    public const string MailKind = "registration";

    protected override async Task<OutgoingMail?> WriteAsync(
        OutboxMail asked,
        Person? owner,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await Db.Set<RegistrationLink>().Where(link => link.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        if (owner is not null)
            return new OutgoingMail(asked.Address, "You already have an account", Known(asked.Address, asked.PageUrl));
        var link = await LinkAsync(
            asked,
            hash => new RegistrationLink
            {
                TokenHash = hash,
                Email = asked.Address,
                ExpiresAt = now + RegistrationLink.Lifetime,
            },
            cancellationToken
        );
        return new OutgoingMail(asked.Address, "Finish your registration", New(asked.Address, link));
    }

    private static string Known(string email, string pageUrl) =>
        $"""
            Somebody has just tried to register with the address {email}, which has an account already.

            If it was you, sign in instead, or choose a new password if you have forgotten yours:

            {new Uri(new Uri(pageUrl), "/sign-in")}
            {new Uri(new Uri(pageUrl), "/forgot-password")}

            If it was not you, do nothing. Your account is as it was, and nobody was told that you have one.

            """;

    private static string New(string email, string link) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Somebody asked to open an account for {email}.

            If it was you, open this page within {RegistrationLink.Lifetime.TotalHours:0} hours and choose a password; it works once:

            {link}

            If it was not you, do nothing. Without this mail nobody can open an account for your address.

            """
        );
}
