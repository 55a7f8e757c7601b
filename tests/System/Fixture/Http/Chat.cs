using System.Net.Http.Headers;
using System.Text;

namespace Platform.Tests.Fixture.Http;

/// <summary>Chat completions as literal HTTP.</summary>
public static class Chat
{
    public const string Path = "/v1/chat/completions";

    /// <param name="body">The JSON, sent as it is.</param>
    /// <param name="script">What the fake upstream shall do (its <c>x-fake-script</c>).</param>
    public static HttpRequestMessage Request(string body, string? script = null, string? scenario = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        if (script is not null)
            request.Headers.Add("x-fake-script", script);
        if (scenario is not null)
            request.Headers.Add("x-fake-scenario", scenario);
        return request;
    }

    public static string Body(string model = "gpt-4.1-mini", string text = "Hello", bool stream = false, string more = "") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]{{(stream ? ",\"stream\":true" : "")}}{{more}}}""";

    public static Task<HttpResponseMessage> ChatAsync(this HttpClient gateway, string body, string? script = null) =>
        gateway.SendAsync(Request(body, script));

    /// <summary>Returns once the headers are there; the body is still coming.</summary>
    public static Task<HttpResponseMessage> StreamAsync(this HttpClient gateway, string body, string? script = null) =>
        gateway.SendAsync(Request(body, script), HttpCompletionOption.ResponseHeadersRead);

    public static string RequestId(this HttpResponseMessage response) => response.Headers.GetValues("x-request-id").Single();

    /// <summary>All that the client gets, and whether the connection was cut rather than ended.</summary>
    public static async Task<(string Text, bool Broke)> ReadToTheEndAsync(this HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        try
        {
            while (await reader.ReadLineAsync() is { } line)
                text.Append(line).Append('\n');
            return (text.ToString(), false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (text.ToString(), true);
        }
    }
}
