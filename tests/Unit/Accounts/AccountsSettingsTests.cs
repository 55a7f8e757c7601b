using Platform.Accounts.Catalogue;
using Platform.Accounts.Data;
using Platform.Accounts.Limits;
using Platform.Accounts.Mail;
using Platform.Accounts.People;
using Platform.Tests.Unit.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.Accounts;

public sealed class AccountsSettingsTests
{
    private const string Database =
        "It must be a connection string of PostgreSQL that names a database, by at most 59 bytes, for example "
        + "Host=localhost;Database=accounts;Username=accounts;Password=....";

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public void With_a_database_the_defaults_do(string environment) => Assert.Empty(Read(environment));

    [Theory]
    [InlineData("ConnectionStrings:AccountsDb", "", "is missing. " + Database)]
    [InlineData("ConnectionStrings:AccountsDb", "Hots=localhost;Password=secret", "cannot be used. " + Database)]
    [InlineData("ConnectionStrings:AccountsDb", "localhost", "cannot be used. " + Database)]
    [InlineData(
        "Catalogue:File",
        "/nowhere/models.json",
        "is '/nowhere/models.json'. It must be a catalogue file that this process can read: Could not find a part of the path '/nowhere/models.json'."
    )]
    [InlineData("Catalogue:Path", "/nowhere", "is not a setting. Catalogue has File.")]
    [InlineData("Passwords:Hashers", "0", "is '0'. It must be a whole number from 1 to 1000, for example 1.")]
    [InlineData("Passwords:Queue", "-1", "is '-1'. It must be a whole number from 0 to 10000, for example 32.")]
    [InlineData("Passwords:PerNetwork", "none", "is 'none'. It must be a whole number from 1 to 10000, for example 4.")]
    [InlineData("Passwords:Size", "1", "is not a setting. Passwords has Hashers, Queue, PerNetwork.")]
    [InlineData("Mail:Port", "0", "is '0'. It must be a whole number from 1 to 65535, for example 587.")]
    [InlineData("Mail:Security", "Ssl", "is 'Ssl'. It must be StartTls or Tls or None.")]
    [InlineData(
        "Mail:Timeout",
        "0:00",
        "is '0:00'. It must be a time span ([days.]hours:minutes:seconds) from 00:00:01 to 00:05:00, for example 00:00:20."
    )]
    [InlineData("Mail:From", "nobody", "cannot be used. It must be one sender, for example Platform <no-reply@example.com>.")]
    [InlineData(
        "Mail:Server",
        "x",
        "is not a setting. Mail has Host, Port, Security, User, Password, From, Timeout, ConfirmRegistrations."
    )]
    [InlineData("Mail:ConfirmRegistrations", "true", "is 'true' without a Mail:Host, so nobody could register. Set a host, or remove it.")]
    [InlineData("NetworkLimits:SignInBurst", "0", "is '0'. It must be a whole number from 1 to 100000, for example 60.")]
    [InlineData("NetworkLimits:SignInPerMinute", "0", "is '0'. It must be a whole number from 1 to 100000, for example 30.")]
    [InlineData("NetworkLimits:RegisterBurst", "0", "is '0'. It must be a whole number from 1 to 100000, for example 30.")]
    [InlineData("NetworkLimits:RegisterPerMinute", "0", "is '0'. It must be a whole number from 1 to 100000, for example 6.")]
    [InlineData(
        "NetworkLimits:Burst",
        "1",
        "is not a setting. NetworkLimits has SignInBurst, SignInPerMinute, RegisterBurst, RegisterPerMinute."
    )]
    public void A_wrong_setting_is_named(string key, string value, string message) =>
        Assert.Equal(
            [$"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}) {message}"],
            Read("Production", (key, value))
        );

    [Fact]
    public void A_mail_server_needs_a_sender_and_a_user_a_password_that_no_message_repeats()
    {
        Assert.Equal(
            [
                "Mail:From (environment variable Mail__From) is missing. It must be the sender, for example Platform <no-reply@example.com>.",
                "Mail:User (environment variable Mail__User) is missing. Mail:User and Mail:Password belong together.",
            ],
            Read("Production", ("Mail:Host", "smtp.example.com"), ("Mail:Password", "hunter2hunter2"))
        );
        Assert.Empty(
            Read(
                "Production",
                ("Mail:Host", "smtp.example.com"),
                ("Mail:From", "Platform <no-reply@example.com>"),
                ("Mail:User", "platform"),
                ("Mail:Password", "hunter2hunter2")
            )
        );
    }

    private static IReadOnlyList<string> Read(string environment, params (string Key, string? Value)[] settings) =>
        Faults.In(
            environment,
            builder =>
            {
                builder.AddAccountsDatabase();
                builder.AddCatalogue();
                builder.AddNetworkLimits();
                builder.AddPeople();
                builder.AddMail();
            },
            [("ConnectionStrings:AccountsDb", "Host=localhost;Database=accounts"), .. settings]
        );
}
