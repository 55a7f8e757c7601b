using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>A key with the amount spent against its limit.</summary>
public sealed record KeyRow(KeyView Key, Money Spent, string Status, bool Works)
{
    /// <summary>Keys that work or can be enabled first, then replaced ones; deleted ones are omitted.</summary>
    public static IReadOnlyList<KeyRow> From(IEnumerable<KeyView> keys, IEnumerable<BudgetView> budgets, DateTimeOffset now)
    {
        var spent = budgets.ToDictionary(budget => budget.BudgetId, budget => budget.Spent);
        return
        [
            .. keys.Where(key => key.Status != KeyStatus.Deleted)
                .Select(key => new KeyRow(key, spent.GetValueOrDefault(key.BudgetId), KeyWords.Status(key, now), KeyWords.Works(key, now)))
                .OrderBy(row => row.Key.Status == KeyStatus.Replaced)
                .ThenByDescending(row => row.Key.CreatedAt),
        ];
    }
}
