using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.FakeUpstream.Chat;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;
using Platform.FakeUpstream.Wire;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Chat;

/// <summary>Asks the chat endpoint, without a network, and holds what it answered and what it put into the tally.</summary>
internal sealed partial class Conversation
{
    private readonly TallySheet tally = new();

    public DefaultHttpContext Http { get; } = new();

    public ServedRequest Served => Assert.Single(tally.Since(0));

    /// <summary>The body, with what is random or of this moment replaced by <c>ID</c> and <c>0</c>.</summary>
    public string Text { get; private set; } = "";

    public bool Cut { get; private set; }

    public static async Task<Conversation> Ask(string body, params (string Name, string Value)[] headers)
    {
        var conversation = new Conversation();
        await conversation.Serve(body, headers);
        return conversation;
    }

    /// <summary>The body's events, each without the part that all share.</summary>
    public string[] Events() => [.. Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => SharedHead().Replace(line, "data: {"))];

    private async Task Serve(string body, (string Name, string Value)[] headers)
    {
        using var answer = new MemoryStream();
        Http.Request.Method = "POST";
        Http.Request.Path = "/v1/chat/completions";
        Http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        Http.Response.Body = answer;
        foreach (var (name, value) in headers)
            Http.Request.Headers[name] = value;

        var chat = new ChatCompletions(new ScriptBook(), TimeProvider.System);
        var errors = new OpenAIErrors(chat.Serve, NullLogger<OpenAIErrors>.Instance);
        try
        {
            await new ServedRequests(errors.InvokeAsync, tally, TimeProvider.System).InvokeAsync(Http);
        }
        catch (ScriptedCut)
        {
            Cut = true;
        }

        Text = Moment().Replace(Random().Replace(Encoding.UTF8.GetString(answer.ToArray()), "$1ID"), "\"created\":0");
    }

    [GeneratedRegex("(chatcmpl-|call_)[0-9a-f]+")]
    private static partial Regex Random();

    [GeneratedRegex("\"created\":[0-9]+")]
    private static partial Regex Moment();

    [GeneratedRegex("^data: {\"id\".*?\"system_fingerprint\":\"[^\"]*\",")]
    private static partial Regex SharedHead();
}
