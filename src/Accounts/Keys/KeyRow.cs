using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Platform.Accounts.Data;
using Platform.Accounts.People;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>An API key as it is stored: without its secret.</summary>
internal sealed class KeyRow
{
    /// <summary>The public part of the key's own text.</summary>
    public required string Id { get; init; }

    public required byte[] Hash { get; init; }

    public required string LastFour { get; init; }

    public required Guid AccountId { get; init; }

    public required string BudgetId { get; init; }

    public required string Name { get; set; }

    public KeyStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When a replaced key stops working.</summary>
    public DateTimeOffset? GraceEndsAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public Money? SpendLimit { get; set; }

    public string[]? Models { get; set; }

    /// <summary>The id of the request that made it.</summary>
    public Guid? RequestId { get; init; }

    public KeyLimits Limits => new(ExpiresAt, SpendLimit, Models);

    /// <summary>Takes other limits in place of its own.</summary>
    public void Limit(KeyLimits limits) =>
        (ExpiresAt, SpendLimit, Models) = (
            limits.ExpiresAt?.AsStored(),
            limits.SpendLimit,
            limits.Models?.Distinct(StringComparer.Ordinal).ToArray()
        );

    public KeyView ToView() =>
        new(
            Id,
            BudgetId,
            Name,
            LastFour,
            Status,
            CreatedAt,
            ExpiresAt,
            KeyRules.EndsAt(ExpiresAt, GraceEndsAt),
            LastUsedAt,
            SpendLimit,
            Models
        );
}

internal sealed class KeyTable : IEntityTypeConfiguration<KeyRow>
{
    public void Configure(EntityTypeBuilder<KeyRow> builder)
    {
        builder.ToTable("api_keys").HasKey(key => key.Id);
        builder.HasOne<Person>().WithMany().HasForeignKey(key => key.AccountId);
        builder.Property(key => key.Status).HasConversion<string>();
        builder
            .Property(key => key.SpendLimit)
            .HasConversion(new ValueConverter<Money, long>(limit => limit.NanoUsd, nano => new Money(nano)));
    }
}
