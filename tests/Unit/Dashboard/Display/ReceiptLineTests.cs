using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class ReceiptLineTests
{
    private static readonly Price Plain = new(1, 400_000_000, 1_600_000_000);
    private static readonly Price Detailed = new(2, 400_000_001, 1_600_000_003, 100_000_007, 500_000_009, 1_700_000_011);

    [Fact]
    public void Kinds_that_did_not_occur_are_left_out()
    {
        var lines = ReceiptLine.For(new TokenUsage(1_000, 50), Plain);
        Assert.Equal(["Input", "Output"], lines.Select(line => line.Label));
        Assert.Equal("$0.0004", Amounts.Exact(lines[0].Cost));
    }

    [Fact]
    public void Cached_input_is_shown_apart_from_fresh_input()
    {
        var lines = ReceiptLine.For(new TokenUsage(1_000, 50, CachedInput: 600, CacheWrite: 100, Reasoning: 20), Detailed);
        Assert.Equal([300, 600, 100, 30, 20], lines.Select(line => line.Tokens));
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(1, 1, 0, 0, 0)]
    [InlineData(1_003, 57, 601, 101, 21)]
    [InlineData(10, 5, 20, 0, 9)]
    public void Lines_sum_to_the_charge(long input, long output, long cached, long written, long reasoning)
    {
        var usage = new TokenUsage(
            input,
            output,
            cached,
            written,
            reasoning,
            AudioInput: input / 3,
            AudioOutput: output / 3,
            ImageInput: input / 4
        );
        foreach (
            var price in new[]
            {
                Plain,
                Detailed,
                Detailed with
                {
                    AudioInput = 40_000_000_003,
                    AudioOutput = 80_000_000_007,
                    ImageInput = 9_000_000_001,
                },
            }
        )
            Assert.Equal(price.Cost(usage), ReceiptLine.For(usage, price).Aggregate(Money.Zero, (sum, line) => sum + line.Cost));
    }
}
