using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
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

namespace Platform.Accounts.Registrations;

/// <summary>
/// New accounts: at once, or, with <c>Mail:ConfirmRegistrations</c>, by a link in a mail. By mail nobody learns from asking who has an account;
/// at once somebody does, and then the owner is told.
/// </summary>
internal static class RegistrationsApi
{
    private static readonly Refusal ByMail = new(
        Status409Conflict,
        "registration_by_mail",
        "Registration by mail",
        "This platform confirms an address before it has an account. Ask for a link at POST /registrations."
    );

    private static readonly Refusal AtOnce = new(
        Status409Conflict,
        "registration_at_once",
        "Registration without mail",
        "This platform does not confirm addresses. Register at POST /accounts."
    );

    private static readonly Refusal LinkUsed = new(
        Status410Gone,
        "registration_link_invalid",
        "Link not valid",
        "This link has expired, was used, or is not complete. Register again."
    );

    public static void AddRegistrations(this IHostApplicationBuilder builder) =>
        builder.Services.AddScoped<IMailWriter, RegistrationMail>();

    public static void MapRegistrations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(AccountsRoutes.Accounts, RegisterAsync).LimitRegistrations().Audited("register");
        routes.MapGet(AccountsRoutes.Registrations, (IOptions<MailOptions> mail) => new RegistrationView(mail.Value.ConfirmRegistrations));
        routes.MapPost(AccountsRoutes.Registrations, AskAsync).LimitRegistrations();
        routes.MapPost(AccountsRoutes.Registration, CompleteAsync).LimitRegistrations().Audited("register");
    }

    /// <summary>The same work whoever has the address: a hash, a row, and only in the end what becomes of them.</summary>
    private static async Task<IResult> RegisterAsync(
        RegisterRequest request,
        ClientNetwork network,
        NewAccount accounts,
        MailOutbox outbox,
        IOptions<MailOptions> mail,
        IMailTransport transport,
        AuditEntry audit,
        CancellationToken cancellationToken
    )
    {
        if (mail.Value.ConfirmRegistrations)
            return ByMail;
        if (PeopleRules.Check(request) is { } invalid)
            return invalid;
        EmailAddress.TryNormalise(request.Email, out var email);
        var (person, refusal) = await accounts.OpenAsync(email!, request.Password, network, cancellationToken);
        if (refusal == Refusals.EmailTaken && transport.IsConfigured && LinkRequest.PageFault(request.PageUrl) is null)
            await outbox.AddAsync(RegistrationMail.MailKind, email!, request.PageUrl!, cancellationToken);
        if (person is null)
            return refusal!;
        audit.AccountId = person.Id;
        return Results.Created(AccountsRoutes.Session, person.ToView());
    }

    /// <summary>Answers the same, after the same work, whoever has the address: that is looked up when the mail is written.</summary>
    private static async Task<IResult> AskAsync(
        RegistrationRequest request,
        MailOutbox outbox,
        IOptions<MailOptions> mail,
        CancellationToken cancellationToken
    )
    {
        if (!mail.Value.ConfirmRegistrations)
            return AtOnce;
        var (email, invalid) = LinkRequest.Check(request.Email, request.PageUrl);
        if (invalid is not null)
            return invalid;
        await outbox.AddAsync(RegistrationMail.MailKind, email!, request.PageUrl, cancellationToken);
        return Results.Accepted();
    }

    private static async Task<IResult> CompleteAsync(
        RegistrationCompletion request,
        ClientNetwork network,
        NewAccount accounts,
        AccountsDb db,
        AuditEntry audit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (tokenHash, now) = (SessionToken.Hash(request.Token ?? ""), time.GetUtcNow());
        var links = db.Set<RegistrationLink>();
        if (
            await links.AsNoTracking().SingleOrDefaultAsync(link => link.TokenHash == tokenHash && link.ExpiresAt > now, cancellationToken)
            is not { } link
        )
            return LinkUsed;
        if (new FieldErrors().Add("password", PasswordRules.Fault(request.Password, link.Email)).Refusal is { } invalid)
            return invalid;
        var (person, refusal) = await accounts.OpenAsync(link.Email, request.Password, network, cancellationToken);
        if (person is null)
            // Another link of this address was used meanwhile.
            return refusal == Refusals.EmailTaken ? LinkUsed : refusal!;
        await links.Where(other => other.Email == link.Email).ExecuteDeleteAsync(cancellationToken);
        audit.AccountId = person.Id;
        return Results.Created(AccountsRoutes.Session, person.ToView());
    }
}
