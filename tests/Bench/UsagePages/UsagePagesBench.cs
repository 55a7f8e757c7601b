using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Platform.Bench.Running;
using Platform.Contracts;

namespace Platform.Bench.UsagePages;

/// <summary>How long the pages of an account with millions of records take, and how much memory a large download needs.</summary>
internal static partial class UsagePagesBench
{
    private const int WarmUps = 5,
        Times = 15,
        CsvRows = 1_000_000;
    private const string Email = "bench-pages@example.com",
        Password = "correct horse battery";

    public static async Task RunAsync(BenchOptions options)
    {
        await using var platform = await RunningPlatform.StartAsync();
        await platform.HealthyAsync("dashboard");
        var account = await RegisterAsync(platform);
        var newest = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1);
        await LoadAsync(platform, account, options.Records, newest);
        using var browser = await SignedInBrowser.OpenAsync(platform, Email, Password);
        Console.WriteLine("\npage                                           median, ms   most, ms");
        foreach (var (name, path, expected) in await PagesAsync(browser, newest))
            await MeasureAsync(browser, name, path, expected);
        await DownloadAsync(platform, browser, options.Records, newest);
    }

    private static async Task<Guid> RegisterAsync(RunningPlatform platform)
    {
        using var accounts = platform.Client("accounts");
        using var registered = await accounts.PostAsJsonAsync("/accounts", new RegisterRequest(Email, Password));
        return (await registered.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<AccountView>())!.Id;
    }

    private static async Task LoadAsync(RunningPlatform platform, Guid account, long records, DateTime newest)
    {
        var since = Stopwatch.GetTimestamp();
        await new UsageLoad(await platform.ConnectionStringAsync("usagedb"), account).WriteAsync(
            records,
            newest,
            written => Console.WriteLine($"{written:N0} records, {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s")
        );
    }

    private static async Task<(string Name, string Path, string Expected)[]> PagesAsync(SignedInBrowser browser, DateTime newest)
    {
        const string Page = "<main";
        var first = await browser.ReadAsync("/usage", "req_");
        var (id, next) = (
            RequestId().Match(first).Value,
            NextPage().Match(first).Groups["address"].Value.Replace("&amp;", "&", StringComparison.Ordinal)
        );
        var session = SessionLink().Match(await browser.ReadAsync("/usage/sessions", "session=")).Groups["id"].Value;
        var (lately, before) = (Day(newest.AddDays(-6)), Day(newest.AddDays(-40)));
        return
        [
            ("log", "/usage", id),
            ("log, next page", next, Page),
            ("log, forty days ago", $"/usage?to={before}", Page),
            ("log of a model and a key", $"/usage?model={UsageLoad.Models[3]}&key=benchkey0002", Page),
            ("log of what failed", "/usage?outcome=Failed", Page),
            (
                "log of what failed, model, key, seven days",
                $"/usage?outcome=Failed&model={UsageLoad.Models[1]}&key=benchkey0001&from={lately}",
                Page
            ),
            ("log of a rare model", $"/usage?model={UsageLoad.RareModel}", Page),
            ("log of a model without records", "/usage?model=gpt-4.1", Page),
            ("log, seven days, by model", $"/usage?from={lately}&by=model", Page),
            ("log of one session", $"/usage?session={session}", Page),
            ("sessions", "/usage/sessions", "session="),
            ("search by request id", $"/usage?request={id}", id),
            ("overview of the account", "/account", "usage"),
            ("transactions", "/credit/transactions", "Usage"),
        ];
    }

    private static async Task MeasureAsync(SignedInBrowser browser, string name, string path, string expected)
    {
        for (var i = 0; i < WarmUps; i++)
            await browser.ReadAsync(path, expected);
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await browser.ReadAsync(path, expected);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Console.WriteLine($"{name, -46}{Measuring.Median.Of(times), 11:0}{times.Max(), 11:0}");
    }

    /// <summary>As many of the newest days as have a million rows.</summary>
    private static async Task DownloadAsync(RunningPlatform platform, SignedInBrowser browser, long records, DateTime newest)
    {
        var days = (int)Math.Ceiling(UsageLoad.Days * Math.Min(1d, (double)CsvRows / records));
        var began = Stopwatch.GetTimestamp();
        var reading = CountLinesAsync(browser, $"/usage.csv?from={Day(newest.AddDays(1 - days))}");
        var watches = Task.WhenAll(
            new MemoryWatch(platform.ProcessId("dashboard")).DuringAsync(reading),
            new MemoryWatch(platform.ProcessId("usage")).DuringAsync(reading)
        );
        var rows = await reading - 1;
        var (seconds, memory) = (Stopwatch.GetElapsedTime(began).TotalSeconds, await watches);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"\nCSV of {rows:N0} rows: {seconds:0.0} s. Memory before and at most:")
        );
        foreach (var (name, (before, most)) in ((string[])["dashboard", "usage"]).Zip(memory))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name, -10}{before, 5:0} MB{most, 6:0} MB"));
    }

    private static async Task<long> CountLinesAsync(SignedInBrowser browser, string path)
    {
        await using var stream = await browser.StreamAsync(path);
        var (buffer, lines) = (new byte[64 * 1024], 0L);
        while (await stream.ReadAsync(buffer) is > 0 and var read)
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return lines;
    }

    private static string Day(DateTime moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex("req_[0-9a-f]{32}")]
    private static partial Regex RequestId();

    [GeneratedRegex("""href="(?<address>/usage\?[^"]*cursor=[^"]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex NextPage();

    [GeneratedRegex("session=(?<id>[0-9a-f]{32})", RegexOptions.ExplicitCapture)]
    private static partial Regex SessionLink();
}
