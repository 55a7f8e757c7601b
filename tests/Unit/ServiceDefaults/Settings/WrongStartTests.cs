using System.Diagnostics;
using Xunit;

namespace Platform.Tests.Unit.ServiceDefaults.Settings;

/// <summary>Every service as the process it is, with two settings that it cannot use.</summary>
public sealed class WrongStartTests
{
    private const string Token =
        "Service:Token (environment variable Service__Token) is missing. It must be a secret of at least 32 characters, the same for every service, without spaces or line breaks.";

    private const string Redis =
        "ConnectionStrings:Redis (environment variable ConnectionStrings__Redis) is missing. It must be a connection string of Redis, for example localhost:6379.";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(
        "Gateway",
        new[]
        {
            "--Admission:RequestsPerMinute=abc",
            "--Journal:Directory=.",
            "--Public:BaseUrl=https://api.example.com/v1",
            "--Public:ErrorDocs=https://example.com/errors",
            "--Tenants:Secret=a-secret-of-the-operator-of-32-characters",
        },
        Redis,
        Token,
        "Admission:RequestsPerMinute (environment variable Admission__RequestsPerMinute) is 'abc'. It must be a whole number from 1 to 1000000, for example 1000.",
        "ConnectionStrings:Kept (environment variable ConnectionStrings__Kept) is missing. It must be a connection string of Redis, for example localhost:6380."
    )]
    [InlineData(
        "Accounts",
        new[] { "--Catalogue:File=/nowhere" },
        Token,
        "ConnectionStrings:AccountsDb (environment variable ConnectionStrings__AccountsDb) is missing. It must be a connection string of PostgreSQL that names a database, by at most 59 bytes, for example Host=localhost;Database=accounts;Username=accounts;Password=....",
        "Catalogue:File (environment variable Catalogue__File) is '/nowhere'. It must be a catalogue file that this process can read: Could not find file '/nowhere'."
    )]
    [InlineData(
        "Usage",
        new[]
        {
            "--Payments:Provider=paypal",
            "--Packs:0:Id=a",
            "--Packs:0:Name=A",
            "--Packs:0:PriceUsd=5",
            "--Packs:0:CreditUsd=5",
            "--ConnectionStrings:usagedb=Host=h;Database=d",
        },
        Token,
        Redis,
        "Payments:Provider (environment variable Payments__Provider) is 'paypal'. It must be sandbox or stripe."
    )]
    [InlineData(
        "Dashboard",
        new[] { "--Platform:BaseUrl=localhost", "--Platform:PublicUrl=https://example.com", "--DataProtection:KeysDirectory=." },
        Token,
        "Platform:BaseUrl (environment variable Platform__BaseUrl) is 'localhost'. It must be an absolute http or https address that ends in /v1, for example https://api.example.com/v1."
    )]
    [InlineData(
        "FakeUpstream",
        new[] { "--FakeUpstream:ApiKey=two words", "--FakeUpstream:Port=1" },
        "FakeUpstream:ApiKey (environment variable FakeUpstream__ApiKey) cannot be used. It must be the API key that callers present, without spaces or line breaks.",
        "FakeUpstream:Port (environment variable FakeUpstream__Port) is not a setting. FakeUpstream has ApiKey."
    )]
    public async Task A_service_with_wrong_settings_says_so_in_a_line_each_and_ends(
        string service,
        string[] arguments,
        params string[] lines
    )
    {
        var (code, output, error) = await RunAsync(service, arguments);

        Assert.Equal(lines, error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((1, ""), (code, output));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string service, string[] arguments)
    {
        // In a directory of its own, where no appsettings.json of another service lies.
        var directory = Directory.CreateTempSubdirectory();
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, service + ".dll"), .. arguments])
            {
                WorkingDirectory = directory.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        try
        {
            using var timeout = new CancellationTokenSource(Timeout);
            var (output, error) = (
                process.StandardOutput.ReadToEndAsync(timeout.Token),
                process.StandardError.ReadToEndAsync(timeout.Token)
            );
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
            directory.Delete(recursive: true);
        }
    }
}
