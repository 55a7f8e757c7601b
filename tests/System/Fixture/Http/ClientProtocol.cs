using System.Net.Http.Headers;
using System.Text;

namespace Platform.Tests.Fixture.Http;

/// <summary>A protocol that clients speak, and one request in it as literal HTTP.</summary>
/// <param name="Name">As in <c>fake-chat</c>, <c>fake-responses</c>, <c>fake-messages</c>: models whose upstream speaks only that.</param>
/// <param name="Body">With places for model, text and stream.</param>
/// <param name="Tool">More of the body, which offers one tool and lets it be called.</param>
/// <param name="Terminal">How a good stream ends.</param>
/// <param name="InputTokens">The name of the member of <c>usage</c> that counts the input.</param>
public sealed record ClientProtocol(
    string Name,
    string Path,
    string Body,
    string Tool,
    string Terminal,
    string InputTokens,
    string OutputTokens
)
{
    private const string Parameters = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";

    public static ClientProtocol Chat { get; } =
        new(
            "chat",
            "/v1/chat/completions",
            """{"model":"MODEL","stream":STREAM,"messages":[{"role":"user","content":"TEXT"}]MORE}""",
            $$$""","tools":[{"type":"function","function":{"name":"weather","description":"Tells it","parameters":{{{Parameters}}}}}]""",
            "data: [DONE]\n\n",
            "prompt_tokens",
            "completion_tokens"
        );

    public static ClientProtocol Responses { get; } =
        new(
            "responses",
            "/v1/responses",
            """{"model":"MODEL","stream":STREAM,"input":"TEXT"MORE}""",
            $$$""","tools":[{"type":"function","name":"weather","description":"Tells it","parameters":{{{Parameters}}}}]""",
            "}}\n\n",
            "input_tokens",
            "output_tokens"
        );

    public static ClientProtocol Messages { get; } =
        new(
            "messages",
            "/v1/messages",
            """{"model":"MODEL","stream":STREAM,"max_tokens":1000,"messages":[{"role":"user","content":"TEXT"}]MORE}""",
            $$$""","tools":[{"name":"weather","description":"Tells it","input_schema":{{{Parameters}}}}]""",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            "input_tokens",
            "output_tokens"
        );

    public static ClientProtocol Of(string name) =>
        name switch
        {
            "chat" => Chat,
            "responses" => Responses,
            "messages" => Messages,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "chat, responses or messages"),
        };

    /// <param name="script">What the fake upstream shall do (its <c>x-fake-script</c>).</param>
    public HttpRequestMessage Request(string model, string text, bool stream, string? script = null, string more = "")
    {
        var usage = this == Chat && stream ? ",\"stream_options\":{\"include_usage\":true}" : "";
        var body = Body.Replace("MODEL", model, StringComparison.Ordinal)
            .Replace("TEXT", text, StringComparison.Ordinal)
            .Replace("STREAM", stream ? "true" : "false", StringComparison.Ordinal)
            .Replace("MORE", usage + more, StringComparison.Ordinal);
        var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        if (script is not null)
            request.Headers.Add("x-fake-script", script);
        return request;
    }
}
