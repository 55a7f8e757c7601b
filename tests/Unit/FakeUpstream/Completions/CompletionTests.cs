using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Completions;

public sealed class CompletionTests
{
    private const string Usage = """
        "usage":{"prompt_tokens":1,"completion_tokens":6,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}
        """;
    private const string Head = """data: {"id":"cmpl-ID","object":"text_completion","created":0,"model":"gpt-4.1","choices":[""";

    [Fact]
    public async Task A_completion_has_OpenAIs_shape()
    {
        var asked = await Ask("\"prompt\":\"Hi\",\"max_tokens\":6");

        Assert.Equal(
            Head["data: ".Length..]
                + """{"text":"You said: Hi\n\nThis answe","index":0,"logprobs":null,"finish_reason":"length"}],"""
                + Usage,
            asked.Text
        );
        Assert.Equal(
            (Outcome.Completed, "completions", 1L, 6L),
            (asked.Served.Outcome, asked.Served.Protocol, asked.Served.PromptTokens, asked.Served.CompletionTokens)
        );
    }

    [Fact]
    public async Task A_completion_comes_in_pieces() =>
        Assert.Equal(
            [
                Head + """{"text":"You said: Hi\n\nThis","index":0,"logprobs":null,"finish_reason":null}],"usage":null}""",
                Head + """{"text":" answe","index":0,"logprobs":null,"finish_reason":null}],"usage":null}""",
                Head + """{"text":"","index":0,"logprobs":null,"finish_reason":"length"}],"usage":null}""",
                Head + "]," + Usage,
                "data: [DONE]",
            ],
            (await Ask("\"prompt\":\"Hi\",\"max_tokens\":6,\"stream\":true,\"stream_options\":{\"include_usage\":true}")).Events()
        );

    [Fact]
    public async Task Every_prompt_has_its_choices()
    {
        var asked = await Ask("\"prompt\":[[1,2],\"Hi\"],\"n\":2,\"max_tokens\":1");

        Assert.Contains("\"index\":3,", asked.Text, StringComparison.Ordinal);
        Assert.Equal((3L, 4L), (asked.Served.PromptTokens, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task A_cut_counts_what_was_sent()
    {
        var asked = await Ask("\"prompt\":\"Hi\",\"stream\":true", "cut=1");

        Assert.Equal((true, Outcome.Cut, 5L), (asked.Cut, asked.Served.Outcome, asked.Served.CompletionTokens));
    }

    private static Task<Conversation> Ask(string fields, string script = "") =>
        Conversation.At("/v1/completions", $$"""{"model":"gpt-4.1",{{fields}}}""", ("x-fake-script", script));
}
