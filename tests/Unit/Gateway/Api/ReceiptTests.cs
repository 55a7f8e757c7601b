using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Api.Receipts;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api;

public sealed class ReceiptTests
{
    private static UsageRecord Attempt(int number, long durationMs, long? firstByteMs) =>
        new(
            "req_1",
            number,
            "key1",
            "/v1/chat/completions",
            "m",
            "u",
            false,
            default,
            durationMs,
            firstByteMs,
            200,
            Outcome.Completed,
            null,
            TokenUsage.None,
            UsageSource.Upstream,
            new Price(1, 1, 1),
            Money.Zero,
            Money.Zero,
            null,
            null
        );

    [Fact]
    public void After_a_failover_the_first_byte_of_the_request_comes_after_the_attempts_that_failed()
    {
        var receipt = JsonSerializer.SerializeToElement(Receipt.From([Attempt(1, 5, null), Attempt(2, 3, 2)]));
        Assert.Equal(7, receipt.GetProperty("first_byte_ms").GetInt64());
        Assert.Equal(
            [5, 3],
            receipt.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("duration_ms").GetInt64())
        );
    }

    [Fact]
    public void A_request_without_an_answer_has_no_first_byte() =>
        Assert.Equal(
            JsonValueKind.Null,
            JsonSerializer.SerializeToElement(Receipt.From([Attempt(1, 5, null)])).GetProperty("first_byte_ms").ValueKind
        );
}
