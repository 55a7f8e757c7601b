using Platform.Usage.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.Usage.Till;

public sealed class StaleHoldTests
{
    [Fact]
    public void Hold_as_admission_writes_it_is_understood() =>
        Assert.Equal(
            new StaleHold("req_1", Events.Account, "budget1", DateTimeOffset.FromUnixTimeMilliseconds(1_769_860_800_123)),
            Read(Events.Account.ToString("N"), "budget1", "1769860800123"));

    [Theory]
    [InlineData(null, "budget1", "1769860800123")]
    [InlineData("019aa0000000700080000000000000a7", null, "1769860800123")]
    [InlineData("019aa0000000700080000000000000a7", "budget1", null)]
    [InlineData("019aa0000000700080000000000000a7", "budget1", "9223372036854775807")]
    [InlineData("somebody", "budget1", "1769860800123")]
    public void Hold_that_is_not_whole_is_none(string? account, string? budget, string? started) => Assert.Null(Read(account, budget, started));

    private static StaleHold? Read(string? account, string? budget, string? started) =>
        StaleHold.Read("req_1", [account, budget, started]);
}
