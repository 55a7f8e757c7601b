using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>A key with the amount spent against its limit.</summary>
public sealed record KeyRow(KeyView Key, Money Spent, StatusMark Status, bool Works)
{
    private const int Near = 80;

    /// <summary>How much of the limit is spent, from 0 to 100; 0 without a limit.</summary>
    public int SpentPercent =>
        Key.SpendLimit is { NanoUsd: > 0 } limit ? (int)Int128.Clamp((Int128)Spent.NanoUsd * 100 / limit.NanoUsd, 0, 100) : 0;

    public bool NearsItsLimit => SpentPercent >= Near;

    /// <summary>The class of the bar's colour; null for the usual one.</summary>
    public string? SpentKind =>
        SpentPercent >= 100 ? "bad"
        : NearsItsLimit ? "warn"
        : null;

    /// <summary>Keys that work or can be enabled first, then replaced ones; deleted ones are omitted.</summary>
    public static IReadOnlyList<KeyRow> From(IEnumerable<KeyView> keys, IEnumerable<BudgetView> budgets, DateTimeOffset now)
    {
        var spent = budgets.ToDictionary(budget => budget.BudgetId, budget => budget.Spent);
        return
        [
            .. keys.Where(key => key.Status != KeyStatus.Deleted)
                .Select(key => new KeyRow(key, spent.GetValueOrDefault(key.BudgetId), KeyWords.Mark(key, now), KeyWords.Works(key, now)))
                .OrderBy(row => row.Key.Status == KeyStatus.Replaced)
                .ThenByDescending(row => row.Key.CreatedAt),
        ];
    }
}
