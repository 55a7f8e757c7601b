using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Mail;

internal static class MailSetup
{
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var development = builder.Environment.IsDevelopment();
        services
            .AddSettings<MailOptions>()
            .Validate<IHostEnvironment>(
                (mail, environment) => !mail.ConfirmRegistrations || mail.Host is not null || environment.IsDevelopment(),
                "Mail:ConfirmRegistrations (environment variable Mail__ConfirmRegistrations) is 'true' without a Mail:Host, so nobody could "
                    + "register. Set a host, or remove it."
            );
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<DevelopmentMailbox>();
        services.AddSingleton<IMailTransport>(provider =>
            provider.GetRequiredService<IOptions<MailOptions>>() is { Value.Host: not null } options ? new SmtpTransport(options)
            : development ? provider.GetRequiredService<DevelopmentMailbox>()
            : new NoTransport()
        );
        services.AddHostedService<MailSender>();
    }

    /// <summary>What would have been sent, in Development only.</summary>
    public static void MapDevelopmentMailbox(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapGet(AccountsRoutes.DevelopmentMails, (DevelopmentMailbox mailbox) => mailbox.Mails);
    }
}
