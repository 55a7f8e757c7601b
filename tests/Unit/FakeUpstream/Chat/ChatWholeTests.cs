using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Chat;

public sealed class ChatWholeTests
{
    [Fact]
    public async Task An_answer_has_OpenAIs_shape()
    {
        var asked = await Conversation.Ask("""{"model":"fake-echo","messages":[{"role":"user","content":"He said \"hé\""}]}""");

        Assert.Equal(
            """
            {"id":"chatcmpl-ID","object":"chat.completion","created":0,"model":"fake-echo","choices":[{"index":0,"message":{"role":"assistant","content":"He said \"hé\"","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":4,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default","system_fingerprint":"fp_f4ce0a1b2c"}
            """,
            asked.Text
        );
        Assert.Equal((Outcome.Completed, 12L, 4L), (asked.Served.Outcome, asked.Served.PromptTokens, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task A_tool_call_has_OpenAIs_shape()
    {
        var asked = await Conversation.Ask(
            """{"model":"gpt-4.1","tool_choice":"required","tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"a":{"type":"integer"}}}}}],"messages":[{"role":"user","content":"x"}]}""",
            ("x-fake-script", "no-usage")
        );

        Assert.Equal(
            """
            {"id":"chatcmpl-ID","object":"chat.completion","created":0,"model":"gpt-4.1","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_ID","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}],"refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"tool_calls"}],"service_tier":"default","system_fingerprint":"fp_f4ce0a1b2c"}
            """,
            asked.Text
        );
        Assert.Equal((false, 2L), (asked.Served.UsageSent, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task Choices_are_counted_each()
    {
        var asked = await Conversation.Ask(
            """{"model":"o4-mini","n":3,"max_completion_tokens":66,"messages":[{"role":"user","content":"x"}]}"""
        );

        Assert.Contains("\"index\":2,", asked.Text, StringComparison.Ordinal);
        Assert.Equal((198L, 192L), (asked.Served.CompletionTokens, asked.Served.ReasoningTokens));
    }

    [Fact]
    public async Task Cached_tokens_are_part_of_the_prompt()
    {
        var asked = await Conversation.Ask(
            """{"model":"gpt-4.1","messages":[{"role":"user","content":"x"}]}""",
            ("x-fake-script", "cached=1000")
        );

        Assert.Equal((8L, 8L), (asked.Served.PromptTokens, asked.Served.CachedTokens));
        Assert.Contains("\"cached_tokens\":8,", asked.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut=3")]
    [InlineData("cut=0")]
    [InlineData("malformed")]
    public async Task An_answer_nobody_can_read_counts_no_token(string script)
    {
        var asked = await Conversation.Ask("""{"model":"gpt-4.1","messages":[{"role":"user","content":"x"}]}""", ("x-fake-script", script));

        Assert.Equal(script != "malformed", asked.Cut);
        Assert.Equal((Outcome.Failed, 0L, 0L), (asked.Served.Outcome, asked.Served.PromptTokens, asked.Served.CompletionTokens));
    }
}
