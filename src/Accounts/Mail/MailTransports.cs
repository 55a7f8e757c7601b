using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Platform.Contracts;

namespace Platform.Accounts.Mail;

/// <summary>Hands mails over.</summary>
internal interface IMailTransport
{
    /// <summary>False where no mail can be sent at all.</summary>
    bool IsConfigured { get; }

    Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}

internal sealed record OutgoingMail(string To, string Subject, string Text);

/// <summary>Sends by SMTP, a connection for each mail: they are few.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options) : IMailTransport
{
    public bool IsConfigured => true;

    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var message = new MimeMessage
        {
            Subject = mail.Subject,
            Body = new TextPart("plain") { Text = mail.Text },
        };
        message.From.Add(MailboxAddress.Parse(settings.From!));
        message.To.Add(new MailboxAddress("", mail.To));
        // Programs that answer mails by themselves leave this one alone.
        message.Headers.Add("Auto-Submitted", "auto-generated");

        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        await client.ConnectAsync(settings.Host!, settings.Port, SecurityOf(settings), cancellationToken);
        if (settings.User is not null)
            await client.AuthenticateAsync(settings.User, settings.Password!, cancellationToken);
        await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private static SecureSocketOptions SecurityOf(MailOptions settings) =>
        settings.Security switch
        {
            "Tls" => SecureSocketOptions.SslOnConnect,
            "None" => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
}

/// <summary>Keeps the last mails in memory, for the mailbox page of Development.</summary>
internal sealed class DevelopmentMailbox(TimeProvider time) : IMailTransport
{
    private const int MaxMails = 50;

    private readonly Lock gate = new();
    private readonly LinkedList<MailView> mails = [];

    public bool IsConfigured => true;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<MailView> Mails
    {
        get
        {
            lock (gate)
                return [.. mails];
        }
    }

    public Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            mails.AddFirst(new MailView(mail.To, mail.Subject, mail.Text, time.GetUtcNow()));
            if (mails.Count > MaxMails)
                mails.RemoveLast();
        }

        return Task.CompletedTask;
    }
}

/// <summary>Where no mail server is configured.</summary>
internal sealed class NoTransport : IMailTransport
{
    public bool IsConfigured => false;

    public Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No mail server is configured.");
}
