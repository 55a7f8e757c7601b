using Platform.Gateway.Translation;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>Where the bytes of a stream are split does not matter. What fails is printed with its seed.</summary>
public sealed class ChunkBoundaryTests
{
    private const string Chat = """
        data: {"model":"gpt-x","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

        : keepalive

        data: {"choices":[{"index":0,"delta":{"reasoning_content":"Größer als 🙂?"}}]}

        data: {"choices":[{"index":0,"delta":{"content":"Ja: \"日本\"\n"}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"read","arguments":""}}]}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"ü\":1}"}}]}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5,"cost":0.001}}

        data: [DONE]


        """;

    [Fact]
    public void Chat_is_translated_to_Messages_alike() => AllSplitsAlike(() => ToChat, Chat, "message_stop");

    [Fact]
    public void Messages_are_translated_to_chat_alike() => AllSplitsAlike(() => ToMessages, ToChat.Stream(Chat), "data: [DONE]");

    [Fact]
    public void Two_translations_in_a_row_are_alike() =>
        AllSplitsAlike(() => new ChainedTranslation(ToChat, ToMessages), ToChat.Stream(Chat), "message_stop");

    [Fact]
    public void Lines_may_end_either_way() =>
        Assert.Equal(
            ToChat.Stream(Chat),
            // The comment passes as it came, with its line ends.
            ToChat
                .Stream(Chat.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("data: ", "data:", StringComparison.Ordinal))
                .Replace("\r\n", "\n", StringComparison.Ordinal)
        );

    private static void AllSplitsAlike(Func<ITranslation> translation, string stream, string end)
    {
        Assert.Contains(end, translation().Stream(stream), StringComparison.Ordinal);
        Splitting.ChangesNothing(translation, stream);
    }
}
