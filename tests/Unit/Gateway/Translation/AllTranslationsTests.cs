using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.ChatToResponses;
using Platform.Gateway.Translation.MessagesToChat;
using Platform.Gateway.Translation.ResponsesToChat;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>The rules that every translation keeps.</summary>
public sealed class AllTranslationsTests
{
    private static readonly Dictionary<string, Func<ITranslation>> Makers = new()
    {
        ["chat to messages"] = () => new ChatToMessagesTranslation(Context),
        ["messages to chat"] = () => new MessagesToChatTranslation(Context),
        ["chat to responses"] = () => new ChatToResponsesTranslation(Context),
        ["responses to chat"] = () => new ResponsesToChatTranslation(Context),
        ["chained"] = () => new ChainedTranslation(new ResponsesToChatTranslation(Context), new ChatToMessagesTranslation(Context)),
    };

    public static TheoryData<string> Names { get; } = [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_upstreams_comment_passes_as_it_came(string name)
    {
        var translation = Makers[name]();
        Assert.Equal(": wait\n", translation.Event(": wait\n"));
        Assert.Equal(":\r\n", translation.Event(":\r\n"));
        Assert.Equal("", translation.Event("event: ping\n\n"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_body_that_is_no_JSON_has_no_param(string name)
    {
        foreach (var body in (string[])["{", """{"model":"x"} 1""", """{"model":"x","messages":[],"input":"a","\ud800":1}"""])
            Assert.Null(Makers[name]().Refusal(body).ToApiError().Param);
    }

    /// <summary>For each: a request with a tool, and the path of the tool's schema.</summary>
    private static (string Body, string Path) WithSchema(string name, string schema) =>
        name switch
        {
            "messages to chat" => (
                $$"""{"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":[{"name":"f","input_schema":{{schema}}}]}""",
                "tools[0].input_schema"
            ),
            "responses to chat" or "chained" => (
                $$"""{"model":"x","input":"Hi","tools":[{"type":"function","name":"f","parameters":{{schema}}}]}""",
                "tools[0].parameters"
            ),
            _ => (
                $$$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{{{schema}}}}}]}""",
                "tools[0].function.parameters"
            ),
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_that_is_copied_keeps_its_bytes(string name)
    {
        const string Schema = """{ "type" : "object", "title":"\ud83d\ude00 \u003c ü", "maximum":1.50 }""";
        Assert.Contains(Schema, Makers[name]().Request(WithSchema(name, Schema).Body), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_that_is_copied_and_not_Unicode_is_refused_where_it_stands(string name)
    {
        var (body, path) = WithSchema(name, """{"type":"object","title":"\ud800"}""");
        var refusal = Makers[name]().Refusal(body);
        Assert.Equal((path, $"{path} must be made of texts of valid Unicode."), (refusal.Param, refusal.Message));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_missing_or_of_the_wrong_kind_is_named_by_its_path_in_the_same_words(string name)
    {
        var subject = name is "responses to chat" or "chained" ? "input" : "messages";
        Assert.Equal(
            $"{subject}[0].role is missing.",
            Makers[name]().Refusal($$"""{"model":"x","{{subject}}":[{"type":"message","content":"Hi"}]}""").Message
        );
        Assert.Equal(
            $"{subject}[0].role must be a text of valid Unicode, where an escape such as \\ud83d has its other half.",
            Makers[name]().Refusal($$"""{"model":"x","{{subject}}":[{"type":"message","role":"\ud83d","content":"Hi"}]}""").Message
        );
        Assert.Equal("The body must be an object.", Makers[name]().Refusal("[]").Message);
    }
}
