using Platform.Contracts;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

public sealed class HoldTests
{
    private const string Text = "held\n500\n1769860800123\n019aa0000000700080000000000000a7\nbudget1\nkey1\n/v1/responses\na\nmodel";

    private static readonly Hold Hold = new(
        new Money(500),
        DateTimeOffset.FromUnixTimeMilliseconds(1_769_860_800_123),
        new HoldOwner(new Guid("019aa000-0000-7000-8000-0000000000a7"), "budget1", "key1", "/v1/responses", "a\nmodel")
    );

    [Fact]
    public void Hold_as_admission_writes_it_is_understood() => Assert.Equal(Hold, Platform.Till.Hold.Parse(Text));

    [Fact]
    public void Hold_is_written_as_it_is_read() => Assert.Equal(Text, Hold.ToString());

    [Fact]
    public void What_a_hold_counts_against_is_its_last_line()
    {
        const string Marks = "\nlimits 120\tbudget1 1 1000 1769860800123000 0.250000000\taccount 0 5 1 0.1";
        var marked = Hold with { Marks = Marks["\nlimits ".Length..] };
        Assert.Equal(marked, Platform.Till.Hold.Parse(Text + Marks));
        Assert.Equal(Text + Marks, marked.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("settled")]
    [InlineData("withdrawn\n500\n1769860800123\n019aa0000000700080000000000000a7\nbudget1\nkey1\n/v1/responses\nmodel")]
    [InlineData("held\n500\n1769860800123")]
    [InlineData("held\n500\n1769860800123\n019aa0000000700080000000000000a7\nbudget1\nkey1\n/v1/responses")]
    [InlineData("held\n500\n9223372036854775807\n019aa0000000700080000000000000a7\nbudget1\nkey1\n/v1/responses\nmodel")]
    [InlineData("held\n500\n\n019aa0000000700080000000000000a7\nbudget1\nkey1\n/v1/responses\nmodel")]
    [InlineData("held\n\n1769860800123\n019aa0000000700080000000000000a7\nbudget1\nkey1\n/v1/responses\nmodel")]
    [InlineData("held\n500\n1769860800123\nsomebody\nbudget1\nkey1\n/v1/responses\nmodel")]
    public void Hold_that_is_not_whole_is_none(string? text) => Assert.Null(Platform.Till.Hold.Parse(text));
}
