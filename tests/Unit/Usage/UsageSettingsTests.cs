using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;
using Platform.Tests.Unit.ServiceDefaults.Settings;
using Platform.Usage.Database;
using Platform.Usage.Demo;
using Platform.Usage.Payments.Purchases;
using Platform.Usage.Refused;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage;

public sealed class UsageSettingsTests
{
    private const string Database =
        "It must be a connection string of PostgreSQL that names a database, by at most 59 bytes, for example Host=localhost;Database=usage;Username=usage;Password=....";

    [Fact]
    public void With_a_ledger_and_a_till_the_defaults_do() => Assert.Empty(Read("Production"));

    [Fact]
    public void In_development_the_demo_account_may_have_credit() =>
        Assert.Empty(
            Read(
                "Development",
                ("Demo:Enabled", "true"),
                ("Demo:Pack", "starter"),
                ("Demo:ApiKey", "the accounts service's"),
                ("Demo:Password", "the same")
            )
        );

    [Theory]
    [InlineData("ConnectionStrings:UsageDb", "", "is missing. " + Database)]
    [InlineData("ConnectionStrings:UsageDb", "Host=localhost", "cannot be used. " + Database)]
    [InlineData("ConnectionStrings:UsageDb", "Hots=localhost;Password=secret", "cannot be used. " + Database)]
    [InlineData(
        "ConnectionStrings:Redis",
        "localhost,pasword=secret",
        "cannot be used. It must be a connection string of Redis, for example localhost:6379."
    )]
    [InlineData("Measured:MinRequests", "1", "is '1'. It must be a whole number from 5 to 1000000, for example 20.")]
    [InlineData("Measured:Most", "5", "is not a setting. Measured has MinRequests, Days.")]
    [InlineData("Measured:Days", "89", "is '89'. It must be a whole number from 90 to 3650, for example 100.")]
    [InlineData("RefusedLog:Days", "0", "is '0'. It must be a whole number from 1 to 3650, for example 30.")]
    [InlineData("RefusedLog:Weeks", "5", "is not a setting. RefusedLog has Days, PerAccount, UnverifiedPerAccount, InAll.")]
    [InlineData("CustomAmount:MinUsd", "0", "is '0'. It must be an amount from 0.5 to 1000000, for example 5.")]
    [InlineData("CustomAmount:MaxUsd", "4.99", "is '4.99'. It must be at least MinUsd, which is 5.")]
    [InlineData("CustomAmount:Max", "5", "is not a setting. CustomAmount has Enabled, MinUsd, MaxUsd.")]
    [InlineData("Demo:Enabled", "true", "is 'true', which gives credit away and is for Development only. Remove it.")]
    [InlineData("Demo:Enabled", "yes", "is 'yes'. It must be true or false, for example false.")]
    [InlineData("Demo:Credit", "5", "is not a setting. Demo has Enabled, Pack, History.")]
    public void A_wrong_setting_is_reported(string key, string value, string message) =>
        Assert.Equal(
            [$"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}) {message}"],
            Read("Production", ("Demo:Pack", "starter"), (key, value))
        );

    [Fact]
    public void A_demo_pack_that_is_not_on_sale_is_reported() =>
        Assert.Equal(
            ["Demo:Pack (environment variable Demo__Pack) is not on sale. It must be the Id of a pack under Packs."],
            Read("Development", ("Demo:Enabled", "true"), ("Demo:Pack", "gold"))
        );

    [Fact]
    public void A_fault_of_the_packs_is_reported_once() =>
        Assert.Single(Read("Development", ("Demo:Enabled", "true"), ("Packs:0:PriceUsd", "free")));

    private static IReadOnlyList<string> Read(string environment, params (string Key, string? Value)[] settings) =>
        Faults.In(
            environment,
            builder =>
            {
                builder.AddTillConnection();
                builder.AddLedgerConnection();
                builder.AddDemo();
                builder.Services.AddSettings<PacksOptions>();
                builder.Services.AddSettings<CustomAmountOptions>();
                builder.AddRefused();
                builder.AddReports();
            },
            [
                ("ConnectionStrings:UsageDb", "Host=localhost;Database=usage"),
                ("ConnectionStrings:Redis", "localhost:6379"),
                ("Packs:0:Id", "starter"),
                ("Packs:0:Name", "Starter"),
                ("Packs:0:PriceUsd", "5"),
                ("Packs:0:CreditUsd", "5"),
                .. settings,
            ]
        );
}
