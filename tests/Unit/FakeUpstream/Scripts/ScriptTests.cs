using Platform.FakeUpstream.Scripts;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Scripts;

public sealed class ScriptTests
{
    private static readonly Script CutAfterThree = NamedScripts.For("fake-cut");

    [Fact]
    public void A_break_happens_after_its_deltas()
    {
        Assert.Null(CutAfterThree.BreaksAfter(2, last: false));
        Assert.Equal(BreakKind.Cut, CutAfterThree.BreaksAfter(3, last: false));
        Assert.Null(CutAfterThree.BreaksAfter(4, last: true));
    }

    [Fact]
    public void A_break_that_the_answer_is_too_short_for_happens_after_the_last() =>
        Assert.Equal(BreakKind.Cut, CutAfterThree.BreaksAfter(1, last: true));

    [Fact]
    public void A_model_without_a_script_is_plain() => Assert.Equal(Script.Plain, NamedScripts.For("gpt-4.1"));
}
