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

    /// <summary>What the tool that used it then says it is.</summary>
    public string? LastClient { get; init; }

    public Money? SpendLimit { get; set; }

    public string[]? Models { get; set; }

    /// <summary>What it may spend in each <see cref="LimitPeriod"/>; null with it.</summary>
    public Money? PeriodLimit { get; set; }

    public SpendPeriod? LimitPeriod { get; set; }

    public int? RequestsPerMinute { get; set; }

    public long? TokensPerMinute { get; set; }

    public int? ConcurrentRequests { get; set; }

    /// <summary>The id of the request that made it.</summary>
    public Guid? RequestId { get; init; }

    public KeyLimits Limits =>
        new(ExpiresAt, SpendLimit, Models, PeriodOf(PeriodLimit, LimitPeriod), RequestsPerMinute, TokensPerMinute, ConcurrentRequests);

    /// <summary>Takes other limits in place of its own.</summary>
    public void Limit(KeyLimits limits)
    {
        ExpiresAt = limits.ExpiresAt?.AsStored();
        SpendLimit = limits.SpendLimit;
        Models = limits.Models?.Distinct(StringComparer.Ordinal).ToArray();
        RequestsPerMinute = limits.RequestsPerMinute;
        (TokensPerMinute, ConcurrentRequests) = (limits.TokensPerMinute, limits.ConcurrentRequests);
        (PeriodLimit, LimitPeriod) = (limits.PeriodLimit?.Amount, limits.PeriodLimit?.Period);
    }

    /// <summary>The two columns as one limit.</summary>
    public static PeriodLimit? PeriodOf(Money? amount, SpendPeriod? period) =>
        (amount, period) is ({ } limit, { } each) ? new PeriodLimit(limit, each) : null;

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
            Models,
            PeriodOf(PeriodLimit, LimitPeriod),
            RequestsPerMinute,
            LastClient,
            TokensPerMinute,
            ConcurrentRequests
        );
}

internal sealed class KeyTable : IEntityTypeConfiguration<KeyRow>
{
    public void Configure(EntityTypeBuilder<KeyRow> builder)
    {
        builder.ToTable("api_keys").HasKey(key => key.Id);
        builder.HasOne<Person>().WithMany().HasForeignKey(key => key.AccountId);
        builder.Ignore(key => key.Limits);
        builder.Property(key => key.Status).HasConversion<string>();
        builder.Property(key => key.LimitPeriod).HasConversion<string>();
        var amount = new ValueConverter<Money, long>(limit => limit.NanoUsd, nano => new Money(nano));
        builder.Property(key => key.SpendLimit).HasConversion(amount);
        builder.Property(key => key.PeriodLimit).HasConversion(amount);
    }
}
