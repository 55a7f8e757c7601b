using System.Net;
using System.Text.RegularExpressions;

namespace Platform.Tests.Fixture;

/// <summary>
/// Somebody who uses the dashboard without a browser: keeps its cookies, and sends its forms with whatever a hostile client would put in.
/// </summary>
public sealed partial class PageVisitor(PlatformFixture platform) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true })
    {
        BaseAddress = platform.DashboardAddress,
    };

    /// <summary>The visitor, signed in as <paramref name="person"/>.</summary>
    public static async Task<PageVisitor> SignInAsync(PlatformFixture platform, Person person)
    {
        var visitor = new PageVisitor(platform);
        using var signedIn = await visitor.SendFormAsync("/sign-in", ("Email", person.Email), ("Password", Person.Password));
        return signedIn.StatusCode == HttpStatusCode.Redirect
            ? visitor
            : throw new InvalidOperationException($"{person.Email} could not sign in: {await TextAsync(signedIn)}");
    }

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(path);

    /// <summary>Returns once the headers are there; the body is still coming.</summary>
    public Task<HttpResponseMessage> StreamAsync(string path) => http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

    /// <summary>Sends the form of the page at <paramref name="path"/>, with the token that the page gives.</summary>
    public Task<HttpResponseMessage> SendFormAsync(string path, params (string Name, string Value)[] fields) =>
        SendFormAsync(path, _ => { }, fields);

    /// <param name="change">What is different in the request of the form.</param>
    public async Task<HttpResponseMessage> SendFormAsync(
        string path,
        Action<HttpRequestMessage> change,
        params (string Name, string Value)[] fields
    )
    {
        using var page = await http.GetAsync(path);
        var token = Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent([
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            new("__RequestVerificationToken", token),
        ]);
        change(request);
        return await http.SendAsync(request);
    }

    /// <summary>Sends these fields as they are, with the token of another page's form where one is named.</summary>
    public async Task<HttpResponseMessage> PostAsync(string address, (string Name, string Value)[] fields, string? formOf = null)
    {
        var sent = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        if (formOf is not null)
        {
            using var page = await http.GetAsync(formOf);
            sent.Add(new("__RequestVerificationToken", Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value));
        }

        using var content = new FormUrlEncodedContent(sent);
        return await http.PostAsync(address, content);
    }

    /// <summary>The page as a person reads it, with its entities decoded.</summary>
    public static async Task<string> TextAsync(HttpResponseMessage page) => WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());

    public void Dispose() => http.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]* value="(?<token>[^"]+)""")]
    private static partial Regex Token();
}
