using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>A key with what was spent against its limit.</summary>
public sealed record KeyRow(KeyView Key, Money Spent, string Status, bool Works)
{
    /// <summary>Keys that could still be used, or be switched on again, come first; deleted ones are gone.</summary>
    public static IReadOnlyList<KeyRow> Of(IEnumerable<KeyView> keys, IEnumerable<BudgetView> budgets, DateTimeOffset now)
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
