using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.ChatToResponses;
using Platform.Gateway.Translation.MessagesToChat;
using Platform.Gateway.Translation.ResponsesToChat;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.Telling;

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
        Assert.Equal(": wait\n\n", translation.Hears(": wait\n\n"));
        Assert.Equal(":\r\n\r\n", translation.Hears(":\r\n\r\n"));
        Assert.Equal("", translation.Hears("event: ping\n\n"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_body_that_is_no_JSON_has_no_param(string name)
    {
        foreach (var body in (string[])["{", """{"model":"x"} 1""", """{"model":"x","messages":[],"input":"a","\ud800":1}"""])
            Assert.Null(Makers[name]().Refuses(body).ToApiError().Param);
    }
}
