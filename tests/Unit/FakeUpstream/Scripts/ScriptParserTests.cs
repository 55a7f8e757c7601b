using Platform.FakeUpstream.Scripts;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Scripts;

public sealed class ScriptParserTests
{
    [Fact]
    public void All_parts_are_understood()
    {
        var script = Parse(
            "first-byte=2000ms, chunk-delay=1s,status=429, retry-after=7 , once, cut=3, no-usage, no-done, malformed, echo, tokens=9, cached=5, reasoning=64, timestamps, hang, drop, whole"
        );

        Assert.Equal(
            new Script
            {
                FirstByte = TimeSpan.FromSeconds(2),
                ChunkDelay = TimeSpan.FromSeconds(1),
                Status = 429,
                RetryAfter = 7,
                Once = true,
                Break = new Break(BreakKind.Cut, 3),
                NoUsage = true,
                NoDone = true,
                Malformed = true,
                Echo = true,
                Tokens = 9,
                CachedTokens = 5,
                ReasoningTokens = 64,
                Timestamps = true,
                Hang = true,
                Drop = true,
                Whole = true,
            },
            script
        );
    }

    [Fact]
    public void A_hang_may_come_later_and_an_error_in_the_stream()
    {
        Assert.Equal(new Script { Break = new Break(BreakKind.Hang, 2) }, Parse("hang=2"));
        Assert.Equal(new Script { Break = new Break(BreakKind.Error, 0) }, Parse("error-in-stream = 0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    public void Nothing_asked_is_plain(string text) => Assert.Equal(Script.Plain, Parse(text));

    [Fact]
    public void Parts_are_added_to_what_is_there() =>
        Assert.Equal(
            new Script { ReasoningTokens = 64, NoUsage = true },
            ScriptParser.TryParse("no-usage", new Script { ReasoningTokens = 64 }, out var script, out _) ? script : null
        );

    [Theory]
    [InlineData("cut=x", "'cut=x' is wrong: cut takes a number from 0 to 1000000.")]
    [InlineData("cut", "'cut' is wrong: cut takes a number from 0 to 1000000.")]
    [InlineData("once, no-usage=1", "'no-usage=1' is wrong: no-usage takes no value.")]
    [InlineData("status=200", "'status=200' is wrong: status takes a number from 400 to 599.")]
    [InlineData("first-byte=2", "'first-byte=2' is wrong: first-byte takes a time of at most 600s, such as 250ms or 2s.")]
    [InlineData("first-byte=601s", "'first-byte=601s' is wrong: first-byte takes a time of at most 600s, such as 250ms or 2s.")]
    [InlineData("chunk-delay=-1ms", "'chunk-delay=-1ms' is wrong: chunk-delay takes a time of at most 600s, such as 250ms or 2s.")]
    [InlineData("hang=soon", "'hang=soon' is wrong: hang takes no value or a number from 0 to 1000000.")]
    public void A_wrong_part_is_named_with_what_it_takes(string text, string expected) => Assert.Equal(expected, Problem(text));

    [Fact]
    public void An_unknown_part_is_named_with_those_there_are() =>
        Assert.StartsWith(
            "'cutt=3' is not a part of a script. Parts are: cache-write, cached, calls, chunk-delay, cut, ",
            Problem("once, cutt=3"),
            StringComparison.Ordinal
        );

    private static Script Parse(string text)
    {
        Assert.True(ScriptParser.TryParse(text, Script.Plain, out var script, out var problem), problem);
        return script;
    }

    private static string? Problem(string text)
    {
        Assert.False(ScriptParser.TryParse(text, Script.Plain, out _, out var problem));
        return problem;
    }
}
