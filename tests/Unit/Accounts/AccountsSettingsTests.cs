using Platform.Accounts.Catalogue;
using Platform.Accounts.Data;
using Platform.Tests.Unit.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.Accounts;

public sealed class AccountsSettingsTests
{
    private const string Database =
        "It must be a connection string of PostgreSQL, for example Host=localhost;Database=accounts;Username=accounts;Password=....";

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
    public void A_wrong_setting_is_named(string key, string value, string message) =>
        Assert.Equal(
            [$"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}) {message}"],
            Read("Production", (key, value))
        );

    private static IReadOnlyList<string> Read(string environment, params (string Key, string? Value)[] settings) =>
        Faults.In(
            environment,
            builder =>
            {
                builder.AddAccountsDatabase();
                builder.AddCatalogue();
            },
            [("ConnectionStrings:AccountsDb", "Host=localhost;Database=accounts"), .. settings]
        );
}
