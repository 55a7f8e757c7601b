using System.Net;
using System.Text.RegularExpressions;
using Platform.Bench.Running;

namespace Platform.Bench.UsagePages;

/// <summary>A person's browser without its eyes: cookies, forms, and the time until a page is there.</summary>
internal sealed partial class SignedInBrowser : IDisposable
{
    private readonly HttpClient http;

    private SignedInBrowser(Uri dashboard) =>
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = dashboard,
            Timeout = TimeSpan.FromMinutes(10),
        };

    public static async Task<SignedInBrowser> OpenAsync(RunningPlatform platform, string email, string password)
    {
        var browser = new SignedInBrowser(platform.Dashboard);
        var form = await browser.http.GetStringAsync("/sign-in");
        using var fields = new FormUrlEncodedContent([
            new("Email", email),
            new("Password", password),
            new("__RequestVerificationToken", Token().Match(form).Groups["token"].Value),
        ]);
        using var answer = await browser.http.PostAsync("/sign-in", fields);
        return answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in"
            ? throw new InvalidOperationException("The sign-in was refused.")
            : browser;
    }

    /// <exception cref="InvalidOperationException">The page is another, or does not have <paramref name="expected"/>.</exception>
    public async Task<string> ReadAsync(string path, string expected)
    {
        using var answer = await http.GetAsync(path);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        return text.Contains(expected, StringComparison.Ordinal)
            ? text
            : throw new InvalidOperationException($"{path} has no '{expected}'; it is {answer.RequestMessage!.RequestUri}.");
    }

    /// <summary>The body of <paramref name="path"/> as it comes.</summary>
    public Task<Stream> StreamAsync(string path) => http.GetStreamAsync(path);

    public void Dispose() => http.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]* value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
