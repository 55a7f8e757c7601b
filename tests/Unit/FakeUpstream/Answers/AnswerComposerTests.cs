using System.Text;
using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Scripts;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Answers;

public sealed class AnswerComposerTests
{
    private static readonly Question Plain = new("Hi there", null, [], default, default, null);
    private static readonly Tool[] Two =
    [
        new("get_time", default),
        new("get_weather", JsonElement.Parse("""{"properties":{"city":{"type":"string"}}}""")),
    ];

    [Theory]
    [InlineData("Use a tool, please", "get_time")]
    [InlineData("Which TOOLS are there?", "get_time")]
    [InlineData("Call get_weather now", "get_weather")]
    [InlineData("Toolbox", null)]
    [InlineData("How is the weather?", null)]
    public void A_tool_is_called_when_the_user_mentions_it(string text, string? called) =>
        Assert.Equal(called, Compose(Plain with { LastUserText = text, Tools = Two }).Tool);

    [Fact]
    public void A_demanded_tool_is_called_with_arguments_of_its_schema()
    {
        var answer = Compose(Plain with { Tools = Two, ToolChoice = new ToolChoice(ToolUse.Always, "get_weather") });

        Assert.Equal("get_weather", answer.Tool);
        Assert.Equal("""{"city":"city"}""", Content(answer));
        Assert.Equal(7, answer.Tokens);
    }

    [Fact]
    public void A_forbidden_tool_is_not_called() =>
        Assert.Null(Compose(Plain with { LastUserText = "tool", Tools = Two, ToolChoice = new ToolChoice(ToolUse.Never) }).Tool);

    [Fact]
    public void The_result_of_a_tool_is_quoted_and_ends_the_round_trip()
    {
        var answer = Compose(
            Plain with
            {
                LastUserText = "tool",
                ToolResult = "22 degrees",
                Tools = Two,
                ToolChoice = new ToolChoice(ToolUse.Always),
            }
        );

        Assert.Null(answer.Tool);
        Assert.StartsWith("The tool answered: 22 degrees\n\n", Content(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_cuts_the_text()
    {
        var answer = Compose(Plain with { MaxTokens = 3 });

        Assert.Equal("You said: Hi", Content(answer));
        Assert.True(answer.Truncated);
        Assert.Equal(3, answer.Tokens);
    }

    [Fact]
    public void Reasoning_counts_against_the_limit()
    {
        var answer = Compose(Plain with { MaxTokens = 66 }, "reasoning=64");

        Assert.Equal("You said", Content(answer));
        Assert.Equal(66, answer.Tokens);
        Assert.Equal(64, Compose(Plain with { MaxTokens = 64 }, "reasoning=64").Tokens);
        Assert.Equal(10, Compose(Plain with { MaxTokens = 10 }, "reasoning=64").ReasoningTokens);
    }

    [Fact]
    public void A_limit_shorter_than_a_tools_name_leaves_nothing()
    {
        var answer = Compose(Plain with { Tools = Two, ToolChoice = new ToolChoice(ToolUse.Always), MaxTokens = 1 });

        Assert.Equal((null, 0, true), (answer.Tool, answer.Bytes, answer.Truncated));
    }

    [Fact]
    public void A_wish_for_json_is_met()
    {
        Assert.Equal("""{"city":"city"}""", Content(Compose(Plain with { Format = new OutputFormat(true, Two[1].Parameters) })));
        using var any = JsonDocument.Parse(Content(Compose(Plain with { Format = new OutputFormat(true) })));
        Assert.StartsWith("You said: Hi there", any.RootElement.GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 3, 9)]
    [InlineData(7, 2, 6)]
    [InlineData(2, 1, 2)]
    public void A_tool_is_called_as_often_as_the_script_says_and_the_limit_allows(int? most, int calls, long tokens)
    {
        var answer = Compose(
            Plain with
            {
                Tools = [new("get_time", default)],
                ToolChoice = new ToolChoice(ToolUse.Always),
                MaxTokens = most,
            },
            "calls=3"
        );

        Assert.Equal((calls, tokens), (answer.Calls, answer.Tokens));
    }

    [Fact]
    public void Text_ends_before_the_first_stop_sequence()
    {
        var answer = Compose(Plain with { Stops = ["there", "Hi"] });

        Assert.Equal(("You said: ", "Hi", false), (Content(answer), answer.StopSequence, answer.Truncated));
        Assert.Null(Compose(Plain with { Stops = ["there"], MaxTokens = 2 }).StopSequence);
    }

    [Fact]
    public void An_echo_says_nothing_else() => Assert.Equal("Hi there", Content(Compose(Plain, "echo")));

    private static string Content(Answer answer) => Encoding.UTF8.GetString(answer.Content.Span);

    private static Answer Compose(Question question, string script = "")
    {
        Assert.True(ScriptParser.TryParse(script, Script.Plain, out var parsed, out var problem), problem);
        return AnswerComposer.Compose(question, parsed);
    }
}
