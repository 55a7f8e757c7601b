using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// A price of a route from a given time on, in nano-USD per million tokens. A row is written once and never changed; of two rows for the
/// same time the later version is in force.
/// </summary>
internal sealed class PriceRow
{
    public long RouteId { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    public required long Input { get; init; }

    public required long Output { get; init; }

    public required long? CachedInput { get; init; }

    public required long? CacheWrite { get; init; }

    public required long? Reasoning { get; init; }

    public long? CacheWriteHour { get; init; }

    public long? AudioInput { get; init; }

    public long? AudioOutput { get; init; }

    public long? ImageInput { get; init; }

    /// <summary>The prices of hosted tools, as JSON.</summary>
    public string? Tools { get; init; }

    /// <summary>The prices of other tiers and of longer inputs, as JSON.</summary>
    public string? Others { get; init; }

    public static PriceRow From(Price price, DateTimeOffset effectiveFrom) =>
        new()
        {
            Version = price.Version,
            EffectiveFrom = effectiveFrom,
            Input = price.Input,
            Output = price.Output,
            CachedInput = price.CachedInput,
            CacheWrite = price.CacheWrite,
            Reasoning = price.Reasoning,
            CacheWriteHour = price.CacheWriteHour,
            AudioInput = price.AudioInput,
            AudioOutput = price.AudioOutput,
            ImageInput = price.ImageInput,
            Tools = StoredJson.Write(price.Tools),
            Others = StoredJson.Write(price.Others),
        };

    public Price ToPrice() =>
        new(Version, Input, Output, CachedInput, CacheWrite, Reasoning, CacheWriteHour)
        {
            AudioInput = AudioInput,
            AudioOutput = AudioOutput,
            ImageInput = ImageInput,
            Tools = StoredJson.Read<ToolPrice[]>(Tools),
            Others = StoredJson.Read<Price[]>(Others) is { } others ? [.. others.Select(price => price with { Version = Version })] : null,
        };

    /// <summary>Whether it is the same price, whatever its version.</summary>
    public bool Is(Price price) =>
        Alone(ToPrice()) == Alone(price) && (Others, Tools) == (From(price, default).Others, From(price, default).Tools);

    private static Price Alone(Price price) => price with { Version = 0, Others = null, Tools = null };
}

internal sealed class PriceTable : IEntityTypeConfiguration<PriceRow>
{
    public void Configure(EntityTypeBuilder<PriceRow> builder) =>
        builder.ToTable("prices").HasKey(price => new { price.RouteId, price.Version });
}
