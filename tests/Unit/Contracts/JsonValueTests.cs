using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

/// <summary>Amounts and times in the JSON that clients send.</summary>
public sealed class JsonValueTests
{
    private const string MoneyForm = "It must be a whole number of nano-USD, for example 12500000000 for $12.50.",
        TimeForm = "It must be a time with its offset from UTC, for example 2026-01-31T00:00:00Z.";

    [Fact]
    public void An_amount_is_a_whole_number_and_a_time_has_its_offset()
    {
        var request = Read<CreateKeyRequest>("""{"name":"k","expiresAt":"2026-12-31T23:59:59+02:00","spendLimit":12500000000}""");
        Assert.Equal(
            (new DateTimeOffset(2026, 12, 31, 21, 59, 59, TimeSpan.Zero), Money.FromUsd(12.5m)),
            (request.ExpiresAt, request.SpendLimit)
        );
        Assert.Equal(request, Read<CreateKeyRequest>(JsonSerializer.Serialize(request, JsonSerializerOptions.Web)));
        Assert.Null(Read<CreateKeyRequest>("""{"name":"k","expiresAt":null,"spendLimit":null}""").ExpiresAt);
    }

    [Theory]
    [InlineData("12.50")]
    [InlineData("\"12,50\"")]
    [InlineData("\"12500000000\"")]
    [InlineData("1e10")]
    [InlineData("9223372036854775808")]
    [InlineData("true")]
    [InlineData("{}")]
    public void Any_other_amount_is_refused_with_its_field_and_an_example(string value)
    {
        AssertRefused<CreateKeyRequest>($$"""{"name":"k","spendLimit":{{value}}}""", "spendLimit", MoneyForm);
        AssertRefused<RefundRequest>($$"""{"id":"r","amount":{{value}}}""", "amount", MoneyForm);
        AssertRefused<PromotionRequest>($$"""{"id":"p","amount":{{value}},"reason":"r"}""", "amount", MoneyForm);
    }

    [Theory]
    [InlineData("\"2026-12-31T23:59:59\"")]
    [InlineData("\"2026-12-31\"")]
    [InlineData("\"31/12/2026\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("1798761599")]
    public void Any_other_time_is_refused_with_its_field_and_an_example(string value) =>
        AssertRefused<CreateKeyRequest>($$"""{"name":"k","expiresAt":{{value}}}""", "expiresAt", TimeForm);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;

    private static void AssertRefused<T>(string json, string field, string message)
    {
        var fault = Assert.Throws<ValueFormatException>(() => Read<T>(json));
        Assert.Equal((field, message), (fault.Field, fault.Message));
    }
}
