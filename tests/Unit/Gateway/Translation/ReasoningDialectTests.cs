using System.Text.Json.Nodes;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.ChatToResponses;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>Reasoning and usage as OpenRouter, Anthropic and others let a chat request ask for them.</summary>
public sealed class ReasoningDialectTests
{
    private static (JsonNode Body, string NotCarried) Translated(ITranslation translation, string asked)
    {
        var body = translation.Request($$"""{"model":"x","max_tokens":8000,"messages":[{"role":"user","content":"Hi"}],{{asked}}}""");
        return (JsonNode.Parse(body)!, string.Join(", ", translation.Tracker.NotCarried));
    }

    [Theory]
    [InlineData("claude-opus-4-6", """ "reasoning":{"effort":"high"} """, """{"type":"adaptive"}""", "high", "")]
    [InlineData("claude-opus-4-7", """ "reasoning":{"max_tokens":2000,"exclude":true} """, """{"type":"adaptive"}""", "low", "")]
    [InlineData("claude-opus-4-6", """ "reasoning":{"enabled":true} """, """{"type":"adaptive"}""", null, "")]
    [InlineData("claude-opus-4-6", """ "reasoning":{"enabled":false} """, null, "low", "")]
    [InlineData("claude-opus-4-6", """ "thinking":{"type":"enabled","budget_tokens":9000} """, """{"type":"adaptive"}""", "medium", "")]
    [InlineData("claude-opus-4-6", """ "thinking":{"type":"adaptive"} """, """{"type":"adaptive"}""", null, "")]
    [InlineData(
        "claude-opus-4-6",
        """ "reasoning_effort":"low","reasoning":{"effort":"high"} """,
        """{"type":"adaptive"}""",
        "low",
        "reasoning.effort"
    )]
    [InlineData(
        "claude-sonnet-4-5",
        """ "thinking":{"type":"enabled","budget_tokens":2000} """,
        """{"type":"enabled","budget_tokens":2000}""",
        null,
        ""
    )]
    [InlineData("claude-sonnet-4-5", """ "reasoning":{"max_tokens":20000} """, """{"type":"enabled","budget_tokens":7999}""", null, "")]
    [InlineData("claude-sonnet-4-5", """ "reasoning":{"effort":"high"} """, null, null, "reasoning.effort")]
    [InlineData("claude-sonnet-4-5", """ "reasoning":{"effort":"none"} """, null, null, "")]
    [InlineData("claude-sonnet-4-5", """ "thinking":{"type":"disabled"} """, null, null, "")]
    [InlineData("claude-3-5-haiku-20241022", """ "thinking":{"type":"enabled","budget_tokens":2000} """, null, null, "thinking")]
    public void Reasoning_is_heard_by_a_model_of_Messages(string model, string asked, string? thinking, string? effort, string named)
    {
        var (body, notCarried) = Translated(new ChatToMessagesTranslation(Context with { UpstreamModel = model }), asked);
        Assert.Equal((thinking, effort, named), (body["thinking"]?.ToJsonString(), (string?)body["output_config"]?["effort"], notCarried));
    }

    [Fact]
    public void A_budget_rests_while_a_turn_of_tools_goes_on_and_sampling_rests_while_it_thinks()
    {
        var sonnet = Context with { UpstreamModel = "claude-sonnet-4-5" };
        const string Asked = """ "thinking":{"type":"enabled","budget_tokens":2000},"temperature":0.5 """;
        var (thinks, named) = Translated(new ChatToMessagesTranslation(sonnet), Asked);
        Assert.Null(thinks["temperature"]);
        Assert.Equal("temperature", named);

        var inTurn = new ChatToMessagesTranslation(sonnet);
        var body = JsonNode.Parse(
            inTurn.Request(
                """{"model":"x","max_tokens":8000,"messages":[{"role":"user","content":"Hi"},"""
                    + """{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"a","content":"1"}],"""
                    + Asked
                    + "}"
            )
        )!;
        Assert.Null(body["thinking"]);
        Assert.Equal("0.5", body["temperature"]!.ToJsonString());
        Assert.Equal(["thinking"], inTurn.Tracker.NotCarried);
    }

    [Theory]
    [InlineData(""" "reasoning":{"effort":"high"} """, "high", "")]
    [InlineData(""" "reasoning":{"max_tokens":20000} """, "high", "")]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":2000} """, "low", "")]
    [InlineData(""" "reasoning_effort":"minimal" """, "minimal", "")]
    [InlineData(""" "thinking":{"type":"adaptive"} """, null, "")]
    public void Reasoning_is_heard_by_a_model_of_Responses(string asked, string? effort, string named)
    {
        var (body, notCarried) = Translated(new ChatToResponsesTranslation(Context), asked);
        Assert.Equal((effort, named), ((string?)body["reasoning"]?["effort"], notCarried));
    }

    [Fact]
    public void Reasoning_that_is_excluded_is_not_in_the_answer()
    {
        var translation = new ChatToMessagesTranslation(Context);
        Translated(translation, """ "reasoning":{"effort":"low","exclude":true} """);
        Assert.DoesNotContain(
            "reasoning_content",
            translation.Answer(
                """{"model":"y","content":[{"type":"thinking","thinking":"Hm.","signature":"s"},{"type":"text","text":"Hi"}],"stop_reason":"end_turn"}"""
            ),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "",
            translation.Event("""data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}""")
        );
    }

    [Theory]
    [InlineData(""" "usage":{"include":true} """, true)]
    [InlineData(""" "usage":{"include":false} """, false)]
    [InlineData(""" "stream_options":{"include_usage":true} """, true)]
    [InlineData(""" "user":"u" """, false)]
    public void A_wish_for_usage_in_the_words_of_OpenRouter_is_heard(string asked, bool wanted)
    {
        var messages = new ChatToMessagesTranslation(Context);
        Assert.DoesNotContain("usage", Translated(messages, $"\"stream\":true,{asked}").NotCarried, StringComparison.Ordinal);
        Assert.Equal(
            wanted,
            messages
                .Stream(
                    """
                    data: {"type":"message_start","message":{"model":"y","usage":{"input_tokens":1,"output_tokens":0}}}

                    data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}

                    data: {"type":"message_stop"}


                    """
                )
                .Contains("\"prompt_tokens\":1", StringComparison.Ordinal)
        );

        var responses = new ChatToResponsesTranslation(Context);
        Translated(responses, $"\"stream\":true,{asked}");
        Assert.Equal(
            wanted,
            responses
                .Stream(
                    """
                    data: {"type":"response.completed","response":{"id":"r","status":"completed","output":[],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}}


                    """
                )
                .Contains("\"prompt_tokens\":1", StringComparison.Ordinal)
        );
    }
}
