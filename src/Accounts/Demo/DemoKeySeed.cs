using Microsoft.EntityFrameworkCore;
using Platform.Accounts.Data;
using Platform.Accounts.Keys;
using Platform.Contracts;

namespace Platform.Accounts.Demo;

/// <summary>The keys of the demo account's history, once for each database. Their secrets are nobody's: they are made here and dropped.</summary>
internal static class DemoKeySeed
{
    private static readonly TimeSpan BeforeFirstUse = TimeSpan.FromHours(1);

    public static async Task AddAsync(AccountsDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = DemoKeys.All.Select(key => key.Id).ToArray();
        // One that was deleted is still there.
        if (await db.Set<KeyRow>().AnyAsync(key => ids.Contains(key.Id), cancellationToken))
            return;
        db.AddRange(DemoKeys.All.Select((key, place) => Row(key, (now - DemoKeys.Span - BeforeFirstUse).AddMinutes(7 * place), now)));
    }

    private static KeyRow Row(DemoKey key, DateTimeOffset created, DateTimeOffset now)
    {
        var secret = ApiKey.Create();
        var row = new KeyRow
        {
            Id = key.Id,
            Hash = Convert.FromHexString(secret.Hash),
            LastFour = secret.LastFour,
            AccountId = DemoAccount.Id,
            BudgetId = key.Id,
            Name = key.Name,
            CreatedAt = created.AsStored(),
            Status = key == DemoKeys.Workshop ? KeyStatus.Disabled : KeyStatus.Active,
            LastUsedAt = (now - key.SinceLastUse).AsStored(),
            LastClient = key.Client,
        };
        row.Limit(LimitsOf(key, now));
        return row;
    }

    private static KeyLimits LimitsOf(DemoKey key, DateTimeOffset now) =>
        key == DemoKeys.ClaudeCode ? new KeyLimits(PeriodLimit: new PeriodLimit(Money.FromUsd(60), SpendPeriod.Month))
        : key == DemoKeys.Codex ? new KeyLimits(SpendLimit: Money.FromUsd(15), ExpiresAt: now.AddDays(76).AsStored())
        : key == DemoKeys.Nightly
            ? new KeyLimits(
                Models: ["gpt-5-mini", "text-embedding-3-small"],
                PeriodLimit: new PeriodLimit(Money.FromUsd(1), SpendPeriod.Week),
                RequestsPerMinute: 60
            )
        : new KeyLimits();
}
