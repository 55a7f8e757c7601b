using System.ComponentModel.DataAnnotations;
using MimeKit;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Mail;

/// <summary>The server that sends the platform's mails. Without a host none is sent; in Development they are shown on a page instead.</summary>
[Section("Mail")]
internal sealed class MailOptions : IValidatableObject
{
    [Example("smtp.example.com")]
    public string? Host { get; set; }

    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary><c>None</c> is for a server on this machine.</summary>
    [AllowedValues("StartTls", "Tls", "None")]
    public string Security { get; set; } = "StartTls";

    public string? User { get; set; }

    [Credential("the password of Mail:User")]
    public string? Password { get; set; }

    /// <summary>The sender.</summary>
    [Example("Platform <no-reply@example.com>")]
    public string? From { get; set; }

    /// <summary>How long one mail may take to be handed over.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether an address is confirmed by a mail before it has an account.</summary>
    public bool ConfirmRegistrations { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host is not null && From is null)
            yield return new ValidationResult(
                "is missing. It must be the sender, for example Platform <no-reply@example.com>.",
                [nameof(From)]
            );
        if (From is not null && !(MailboxAddress.TryParse(From, out var sender) && sender.Address.Contains('@', StringComparison.Ordinal)))
            yield return new ValidationResult(
                "cannot be used. It must be one sender, for example Platform <no-reply@example.com>.",
                [nameof(From)]
            );
        if (User is null != Password is null)
            yield return new ValidationResult(
                "is missing. Mail:User and Mail:Password belong together.",
                [User is null ? nameof(User) : nameof(Password)]
            );
    }
}
