using Npgsql;
using Platform.ServiceDefaults;

namespace Platform.Accounts.Mail;

/// <summary>Writes the mails of one kind.</summary>
internal interface IMailWriter
{
    string Kind { get; }

    /// <summary>Null when there is nobody to send it to, or it is too late.</summary>
    Task<OutgoingMail?> WriteAsync(OutboxMail asked, CancellationToken cancellationToken);
}

/// <summary>Sends what is due in the outbox. No log has an address or a text: a mail is named by its id.</summary>
internal sealed partial class MailSender(
    MailOutbox outbox,
    IMailTransport transport,
    IServiceScopeFactory scopes,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<MailSender> log
) : RepeatingService(migrations, time, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var due = await outbox.TakeAsync(cancellationToken);
        foreach (var mail in due)
            await SendAsync(mail, cancellationToken);
        await outbox.ForgetOldAsync(cancellationToken);
        return due.Count > 0 ? TimeSpan.Zero : Pause;
    }

    protected override bool IsTransient(Exception exception) => exception is NpgsqlException || exception.InnerException is NpgsqlException;

    private async Task SendAsync(OutboxMail asked, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var writer = scope.ServiceProvider.GetServices<IMailWriter>().Single(writer => writer.Kind == asked.Kind);
        if (await writer.WriteAsync(asked, cancellationToken) is not { } mail)
        {
            await outbox.EndAsync(asked, cancellationToken);
            return;
        }

        try
        {
            await transport.SendAsync(mail, cancellationToken);
        }
        // Whatever a mail server does. Its message may repeat the address, so only its kind is logged.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (await outbox.DelayAsync(asked, cancellationToken))
                LogDelayed(log, asked.Kind, asked.Id, asked.Attempts, e.GetType().Name);
            else
                LogGivenUp(log, asked.Kind, asked.Id, asked.Attempts, e.GetType().Name);
            return;
        }

        await outbox.EndAsync(asked, cancellationToken);
        LogSent(log, asked.Kind, asked.Id);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail {Kind} {MailId} was sent")]
    private static partial void LogSent(ILogger log, string kind, Guid mailId);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Mail {Kind} {MailId} was not sent at attempt {Attempt} ({Failure}); it is tried again"
    )]
    private static partial void LogDelayed(ILogger log, string kind, Guid mailId, int attempt, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Kind} {MailId} is given up after {Attempts} attempts ({Failure})")]
    private static partial void LogGivenUp(ILogger log, string kind, Guid mailId, int attempts, string failure);
}
