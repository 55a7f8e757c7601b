using System.Net.Http.Headers;
using System.Text;

namespace Platform.Bench.Load;

/// <summary>Where requests go, with all that can be prepared of them.</summary>
internal sealed class Target
{
    /// <summary>About two kilobytes of prompt, as a short conversation has.</summary>
    private static readonly string Instructions = string.Concat(Enumerable.Repeat("You are a careful assistant who answers briefly and to the point. ", 28));

    private readonly byte[] whole, streamed;

    public Target(Uri host, string model, IEnumerable<string> keys)
    {
        Address = new Uri(host, "/v1/chat/completions");
        Keys = [.. keys.Select(key => new AuthenticationHeaderValue("Bearer", key))];
        (whole, streamed) = (Body(model, stream: false), Body(model, stream: true));
    }

    public Uri Address { get; }

    public IReadOnlyList<AuthenticationHeaderValue> Keys { get; }

    /// <summary>Each request's is its own, but not its bytes.</summary>
    public HttpContent Content(bool stream) =>
        new ByteArrayContent(stream ? streamed : whole) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static byte[] Body(string model, bool stream) => Encoding.UTF8.GetBytes(
        $$"""{"model":"{{model}}","messages":[{"role":"system","content":"{{Instructions}}"},{"role":"user","content":"What does this cost?"}]{{(stream ? ",\"stream\":true" : "")}}}""");
}
