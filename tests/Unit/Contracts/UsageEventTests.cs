using Platform.Contracts;
using Platform.Tests.Unit.Usage;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

public sealed class UsageEventTests
{
    [Theory]
    [InlineData(2_000_000, 1_200_000, 0, 300_000, 0)]
    [InlineData(1_500_000, 1_200_000, 0, 300_000, 0)]
    [InlineData(1_300_000, 1_200_000, 0, 100_000, 200_000)]
    [InlineData(1_000_000, 1_000_000, 200_000, 0, 300_000)]
    [InlineData(0, 0, 1_200_000, 0, 300_000)]
    public void What_a_charge_exceeds_is_written_off_from_the_last_attempt_on(long most, long first, long firstOff, long last, long lastOff)
    {
        var usage = Events.Good with { Attempts = [Events.Attempt, Events.Attempt with { Number = 2, Charge = new Money(300_000) }] };
        Assert.Equal(
            [(first, firstOff), (last, lastOff)],
            usage.ChargedAtMost(new Money(most)).Attempts.Select(attempt => (attempt.Charge.NanoUsd, attempt.WrittenOff.NanoUsd))
        );
    }

    [Theory]
    [InlineData(200, "empty_answer", 0, true)]
    [InlineData(200, "client_disconnected", 0, true)]
    [InlineData(null, "client_disconnected", 0, false)]
    [InlineData(200, "upstream_error", 0, false)]
    [InlineData(503, "upstream_unavailable", 0, false)]
    [InlineData(200, "client_disconnected", 1, false)]
    public void An_empty_answer_is_one_that_an_upstream_began_and_nobody_pays(int? status, string code, long charge, bool expected) =>
        Assert.Equal(
            expected,
            (
                Events.Good with
                {
                    Attempts = [Events.Attempt with { StatusCode = status, ErrorCode = code, Charge = new Money(charge) }],
                }
            ).IsEmptyAnswer
        );
}
