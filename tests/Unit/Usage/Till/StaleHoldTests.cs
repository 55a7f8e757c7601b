using Platform.Contracts;
using Platform.Usage.Till;
using Xunit;

namespace Platform.Tests.Unit.Usage.Till;

public sealed class StaleHoldTests
{
    private static readonly string Lines = TillKeys.HoldLines(Events.Account, "budget1", "key1", "/v1/responses", "a\nmodel");

    [Fact]
    public void Hold_as_admission_writes_it_is_understood() => Assert.Equal(
        new StaleHold("req_1", Events.Account, DateTimeOffset.FromUnixTimeMilliseconds(1_769_860_800_123)),
        StaleHold.Read("req_1", $"held\n500\n1769860800123\n{Lines}"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("settled")]
    [InlineData("withdrawn\n500\n1769860800123\n019aa0000000700080000000000000a7\nbudget1")]
    [InlineData("held\n500\n1769860800123")]
    [InlineData("held\n500\n9223372036854775807\n019aa0000000700080000000000000a7\nbudget1")]
    [InlineData("held\n500\n\n019aa0000000700080000000000000a7\nbudget1")]
    [InlineData("held\n500\n1769860800123\nsomebody\nbudget1")]
    public void Hold_that_is_not_whole_is_none(string? text) => Assert.Null(StaleHold.Read("req_1", text));
}
