using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Contracts;

/// <summary>
/// An amount in nano-USD (1 USD = 1,000,000,000), always a whole number. On the wire it is that integer.
/// Arithmetic that leaves the range of <see cref="long"/> throws <see cref="OverflowException"/>; it never wraps.
/// </summary>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money(long NanoUsd) : IComparable<Money>
{
    public const long NanoPerUsd = 1_000_000_000;

    public static Money Zero => default;

    /// <summary>The amount of <paramref name="usd"/> dollars, rounded up to a nano-dollar.</summary>
    public static Money FromUsd(decimal usd) => new(checked((long)Math.Ceiling(usd * NanoPerUsd)));

    public decimal Usd => (decimal)NanoUsd / NanoPerUsd;

    public static Money operator +(Money a, Money b) => new(checked(a.NanoUsd + b.NanoUsd));

    public static Money operator -(Money a, Money b) => new(checked(a.NanoUsd - b.NanoUsd));

    public static Money operator -(Money a) => new(checked(-a.NanoUsd));

    public static bool operator <(Money a, Money b) => a.NanoUsd < b.NanoUsd;

    public static bool operator >(Money a, Money b) => a.NanoUsd > b.NanoUsd;

    public static bool operator <=(Money a, Money b) => a.NanoUsd <= b.NanoUsd;

    public static bool operator >=(Money a, Money b) => a.NanoUsd >= b.NanoUsd;

    public int CompareTo(Money other) => NanoUsd.CompareTo(other.NanoUsd);

    /// <summary>For people: <c>$12.34</c>, with up to nine decimals where the amount needs them.</summary>
    public override string ToString() =>
        NanoUsd < 0 ? "-" + new Money(-NanoUsd) : "$" + Usd.ToString("0.00#######", CultureInfo.InvariantCulture);
}

public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var nanoUsd)
            ? new Money(nanoUsd)
            : throw new ValueFormatException("It must be a whole number of nano-USD, for example 12500000000 for $12.50.");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.NanoUsd);
}
