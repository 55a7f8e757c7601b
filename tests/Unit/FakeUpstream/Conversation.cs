using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.FakeUpstream.Chat;
using Platform.FakeUpstream.Completions;
using Platform.FakeUpstream.Embeddings;
using Platform.FakeUpstream.Messages;
using Platform.FakeUpstream.Responses;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream;

/// <summary>Asks an endpoint, without a network, and holds what it answered and what it put into the tally.</summary>
internal sealed partial class Conversation
{
    private readonly RequestTally tally = new();

    public DefaultHttpContext Http { get; } = new();

    public ServedRequest Served => Assert.Single(tally.Since(0));

    /// <summary>The body as it was sent.</summary>
    public string Raw { get; private set; } = "";

    /// <summary>The body, with what is random or of this moment replaced by <c>ID</c> and <c>0</c>.</summary>
    public string Text => Moment().Replace(Random().Replace(Raw, "$1ID"), "\"$1\":0");

    public bool Cut { get; private set; }

    public static Task<Conversation> Ask(string body, params (string Name, string Value)[] headers) =>
        At("/v1/chat/completions", body, headers);

    public static async Task<Conversation> At(string path, string body, params (string Name, string Value)[] headers)
    {
        var conversation = new Conversation();
        await conversation.Serve(path, body, new ResponseMemory(), headers);
        return conversation;
    }

    /// <param name="memory">Of responses before this one.</param>
    public static async Task<Conversation> Continue(ResponseMemory memory, string body)
    {
        var conversation = new Conversation();
        await conversation.Serve("/v1/responses", body, memory, []);
        return conversation;
    }

    /// <summary>The body's events, each without the part that all of a chat share.</summary>
    public string[] Events() =>
        [.. Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => SharedHead().Replace(line, "data: {"))];

    /// <summary>The data of the body's events, whose names say what their types say.</summary>
    public string[] Data() =>
        [
            .. from lines in Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            let named = NamedEvent().Match(lines)
            select named.Success ? named.Groups["data"].Value : $"not an event: {lines}",
        ];

    private async Task Serve(string path, string body, ResponseMemory memory, (string Name, string Value)[] headers)
    {
        using var answer = new MemoryStream();
        Http.Request.Method = "POST";
        Http.Request.Path = path;
        Http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        Http.Response.Body = answer;
        foreach (var (name, value) in headers)
            Http.Request.Headers[name] = value;

        var errors = new Errors(Endpoint(path, memory), NullLogger<Errors>.Instance);
        var served = new ServedRequests(errors.InvokeAsync, tally, TimeProvider.System);
        try
        {
            await new AnswerHeaders(served.InvokeAsync, TimeProvider.System).InvokeAsync(Http);
        }
        catch (ScriptedCutException)
        {
            Cut = true;
        }

        Raw = Encoding.UTF8.GetString(answer.ToArray());
    }

    private static RequestDelegate Endpoint(string path, ResponseMemory memory)
    {
        var scripts = new ScriptSelector(new Outage(TimeProvider.System));
        var answers = new AnswerService(scripts, TimeProvider.System);
        return path switch
        {
            "/v1/chat/completions" => answers.Serving(ChatRequest.Read),
            "/v1/responses" => answers.Serving(read => ResponsesRequest.Read(read, memory)),
            "/v1/messages" => answers.Serving(MessagesRequest.Read),
            "/v1/messages/count_tokens" => new TokenCountService(scripts, TimeProvider.System).Serve,
            "/v1/embeddings" => new EmbeddingService(scripts, TimeProvider.System).Serve,
            "/v1/completions" => answers.Serving(CompletionRequest.Read),
            _ => throw new ArgumentOutOfRangeException(nameof(path), path, null),
        };
    }

    [GeneratedRegex("(chatcmpl-|cmpl-|call_|resp_|rs_|msg_|fc_|ctc_|toolu_|req_)[0-9a-f]{16,}")]
    private static partial Regex Random();

    [GeneratedRegex("\"(created|created_at)\":[0-9]+")]
    private static partial Regex Moment();

    [GeneratedRegex("^data: {\"id\".*?\"system_fingerprint\":\"[^\"]*\",")]
    private static partial Regex SharedHead();

    [GeneratedRegex("""^event: (?<name>\S+)\ndata: (?<data>{"type":"\k<name>".*)$""")]
    private static partial Regex NamedEvent();
}
