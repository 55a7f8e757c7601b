using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Audit;
using Platform.Accounts.Data;
using Platform.Accounts.Limits;
using Platform.Accounts.Mail;
using Platform.Accounts.Networks;
using Platform.Accounts.People;
using Platform.Accounts.Problems;
using Platform.Accounts.Sessions;
using Platform.Contracts;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Platform.Accounts.Recovery;

/// <summary>A new password by mail, for who has forgotten the old one.</summary>
internal static class RecoveryApi
{
    private static readonly Refusal NoMail = new(
        Status409Conflict,
        "mail_not_configured",
        "No mail",
        "This platform sends no mail, so a password cannot be reset here. Ask whoever runs it."
    );

    private static readonly Refusal LinkUsed = new(
        Status410Gone,
        "reset_link_invalid",
        "Link not valid",
        "This link has expired, was used, or is not complete. Ask for a new one."
    );

    public static void AddRecovery(this IHostApplicationBuilder builder) => builder.Services.AddScoped<IMailWriter, PasswordResetMail>();

    public static void MapRecovery(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(AccountsRoutes.PasswordResets, AskAsync).LimitSignIns();
        routes.MapPost(AccountsRoutes.PasswordReset, ResetAsync).LimitSignIns().Audited("password-reset");
    }

    /// <summary>
    /// Answers the same, after the same work, whoever has the address: whether anybody has is looked up when the mail is written.
    /// </summary>
    private static async Task<IResult> AskAsync(
        PasswordResetRequest request,
        MailOutbox outbox,
        IMailTransport transport,
        CancellationToken cancellationToken
    )
    {
        var (address, invalid) = LinkRequest.Check(request.Email, request.PageUrl);
        if (invalid is not null)
            return invalid;
        if (!transport.IsConfigured)
            return NoMail;
        await outbox.AddAsync(PasswordResetMail.MailKind, address!, request.PageUrl, cancellationToken);
        return Results.Accepted();
    }

    /// <summary>Sets the password, and ends every session and every other link.</summary>
    private static async Task<IResult> ResetAsync(
        PasswordResetCompletion request,
        ClientNetwork network,
        PasswordHashing hashing,
        UserManager<Person> people,
        AccountsDb db,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var tokenHash = SessionToken.Hash(request.Token ?? "");
        var valid = Valid(db, tokenHash, time.GetUtcNow());
        if (await valid.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } found)
            return LinkUsed;
        if (new FieldErrors().Add("newPassword", PasswordRules.Fault(request.NewPassword, found.Email)).Refusal is { } invalid)
            return invalid;
        if (await hashing.HashAsync(request.NewPassword, network, cancellationToken) is not { } hash)
            return Refusals.PasswordsBusy;

        // Hashed before: no connection and no lock waits for a hash.
        await using var transaction = await db.LockAccountAsync(found.Id, cancellationToken);
        if (await valid.SingleOrDefaultAsync(cancellationToken) is not { } person)
            return LinkUsed;
        person.PasswordHash = hash;
        (await people.UpdateSecurityStampAsync(person)).ThrowIfFailed();
        await db.Set<PasswordReset>().Where(reset => reset.AccountId == person.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<Session>().Where(session => session.AccountId == person.Id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        audit.AccountId = person.Id;
        return Results.NoContent();
    }

    /// <summary>The person for whom the token is valid now.</summary>
    private static IQueryable<Person> Valid(AccountsDb db, byte[] tokenHash, DateTimeOffset now) =>
        db.Set<PasswordReset>()
            .Where(reset => reset.TokenHash == tokenHash && reset.ExpiresAt > now)
            .Join(
                db.Set<Person>(),
                reset => new { Id = reset.AccountId, Stamp = reset.SecurityStamp },
                person => new { person.Id, Stamp = person.SecurityStamp! },
                (_, person) => person
            );
}
