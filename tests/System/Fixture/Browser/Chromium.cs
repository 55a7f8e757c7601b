using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace Platform.Tests.Fixture.Browser;

/// <summary>
/// A headless Chromium for the assembly: found on the machine, else installed from Debian's package where that is allowed.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/snap/bin/chromium",
    ];

    private static readonly TimeSpan ExpectTimeout = TimeSpan.FromSeconds(20);

    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var path = Find() ?? await InstallAsync();
        Assertions.SetDefaultExpectTimeout((float)ExpectTimeout.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.CloseAsync();
        playwright?.Dispose();
    }

    private static string? Find() => Places.FirstOrDefault(File.Exists);

    private static async Task<string> InstallAsync()
    {
        var sudo = Environment.UserName == "root" ? "" : "sudo -n ";
        await RunAsync(
            $"{sudo}apt-get update -qq && DEBIAN_FRONTEND=noninteractive {sudo}apt-get install -y -qq --no-install-recommends chromium"
        );
        return Find() ?? throw new InvalidOperationException("The story of the browser needs Chromium: sudo apt-get install chromium");
    }

    private static async Task RunAsync(string command)
    {
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(timeout.Token),
            process.StandardError.ReadToEndAsync(timeout.Token),
            process.WaitForExitAsync(timeout.Token)
        );
    }
}
