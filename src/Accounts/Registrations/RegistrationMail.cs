using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Accounts.Mail;
using Platform.Accounts.People;
using Platform.Accounts.Sessions;

namespace Platform.Accounts.Registrations;

/// <summary>
/// Answers who registers by mail, where the answer differs: with the link to go on, or with the news that the address has an account. Whether
/// it has one is looked up here, and not while anybody waits.
/// </summary>
internal sealed class RegistrationMail(AccountsDb db, ILookupNormalizer normalizer, TimeProvider time) : IMailWriter
{
    public const string MailKind = "registration";

    public string Kind => MailKind;

    public async Task<OutgoingMail?> WriteAsync(OutboxMail asked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - asked.RequestedAt > RegistrationLink.Lifetime)
            return null;
        await db.Set<RegistrationLink>().Where(link => link.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        var normalized = normalizer.NormalizeEmail(asked.Address);
        if (await db.Set<Person>().AsNoTracking().AnyAsync(person => person.NormalizedEmail == normalized, cancellationToken))
            return new OutgoingMail(asked.Address, "You already have an account", Known(asked.Address, asked.PageUrl));

        var token = SessionToken.Create();
        db.Add(
            new RegistrationLink
            {
                TokenHash = SessionToken.Hash(token),
                Email = asked.Address,
                ExpiresAt = now + RegistrationLink.Lifetime,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return new OutgoingMail(asked.Address, "Finish your registration", New(asked.Address, asked.PageUrl, token));
    }

    private static string Known(string email, string pageUrl) =>
        $"""
            Somebody has just tried to register with the address {email}, which has an account already.

            If it was you, sign in instead, or choose a new password if you have forgotten yours:

            {new Uri(new Uri(pageUrl), "/sign-in")}
            {new Uri(new Uri(pageUrl), "/forgot-password")}

            If it was not you, do nothing. Your account is as it was, and nobody was told that you have one.

            """;

    private static string New(string email, string pageUrl, string token) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Somebody asked to open an account for {email}.

            If it was you, open this page within {RegistrationLink.Lifetime.TotalHours:0} hours and choose a password; it works once:

            {QueryHelpers.AddQueryString(pageUrl, "token", token)}

            If it was not you, do nothing. Without this mail nobody can open an account for your address.

            """
        );
}
