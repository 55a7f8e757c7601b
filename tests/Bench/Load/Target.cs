using System.Net.Http.Headers;

namespace Platform.Bench.Load;

/// <summary>Where requests go, with all that can be prepared of them.</summary>
/// <param name="script">What the upstream shall do, as its header <c>x-fake-script</c> has it; null for a good answer at full
/// speed.</param>
/// <param name="headers">Further headers of each request.</param>
internal sealed class Target(
    Uri host,
    Question question,
    string model,
    IEnumerable<string> keys,
    string? script = null,
    IReadOnlyList<(string Name, string Value)>? headers = null
)
{
    private readonly byte[] whole = question.RequestBytes(model, stream: false),
        streamed = question.RequestBytes(model, stream: true);
    private readonly Uri address = new(host, question.Path);
    private readonly AuthenticationHeaderValue[] keys = [.. keys.Select(key => new AuthenticationHeaderValue("Bearer", key))];

    public Question Question => question;

    /// <summary>Each request's is its own, but not its bytes.</summary>
    /// <param name="caller">From 0; callers share the keys.</param>
    public HttpRequestMessage Request(bool stream, int caller)
    {
        var content = new ByteArrayContent(stream ? streamed : whole)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Authorization = keys[caller % keys.Length];
        if (question == Question.Messages)
            request.Headers.Add("anthropic-version", "2023-06-01");
        if (script is not null)
            request.Headers.Add("x-fake-script", script);
        foreach (var (name, value) in headers ?? [])
            request.Headers.Add(name, value);
        return request;
    }
}
