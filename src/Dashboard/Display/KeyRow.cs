using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>A key with the amount spent against its limit.</summary>
public sealed record KeyRow(KeyView Key, Money Spent, PeriodSpending Periods, StatusMark Status, bool Works)
{
    private const int Near = 80;

    /// <summary>How much of the limit that is nearer to its end is spent, from 0 to 100; 0 without a limit.</summary>
    public int SpentPercent => Math.Max(TotalPercent, PeriodPercent);

    /// <summary>The same of the limit in total alone.</summary>
    public int TotalPercent => Percent(Spent, Key.SpendLimit);

    /// <summary>The same of the limit for each period alone.</summary>
    public int PeriodPercent => Key.PeriodLimit is { } each ? Percent(Periods.In(each.Period), each.Amount) : 0;

    /// <summary>The limit that <see cref="SpentPercent"/> is about.</summary>
    public string NearestLimit =>
        Key.PeriodLimit is { } each && (Key.SpendLimit is null || PeriodPercent > TotalPercent) ? KeyWords.Period(each)
        : Key.SpendLimit is { } limit ? Amounts.Exact(limit)
        : "";

    public bool NearsItsLimit => SpentPercent >= Near;

    /// <summary>The class of the bar's colour; null for the usual one.</summary>
    public string? SpentKind => KindOf(SpentPercent);

    public static string? KindOf(int percent) =>
        percent >= 100 ? "bad"
        : percent >= Near ? "warn"
        : null;

    /// <summary>Keys that work or can be enabled first, then replaced ones; deleted ones are omitted.</summary>
    public static IReadOnlyList<KeyRow> From(IEnumerable<KeyView> keys, IEnumerable<BudgetView> budgets, DateTimeOffset now)
    {
        var spent = budgets.ToDictionary(budget => budget.BudgetId);
        return
        [
            .. keys.Where(key => key.Status != KeyStatus.Deleted)
                .Select(key => From(key, spent.GetValueOrDefault(key.BudgetId), now))
                .OrderBy(row => row.Key.Status == KeyStatus.Replaced)
                .ThenByDescending(row => row.Key.CreatedAt),
        ];
    }

    private static KeyRow From(KeyView key, BudgetView? budget, DateTimeOffset now) =>
        new(key, budget?.Spent ?? Money.Zero, budget?.Periods ?? PeriodSpending.None, KeyWords.Mark(key, now), KeyWords.Works(key, now));

    private static int Percent(Money spent, Money? limit) =>
        limit is { NanoUsd: > 0 } most ? (int)Int128.Clamp((Int128)spent.NanoUsd * 100 / most.NanoUsd, 0, 100) : 0;
}
