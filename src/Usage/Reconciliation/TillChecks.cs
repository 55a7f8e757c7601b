using Platform.Till;
using Platform.Usage.TillKeeper;

namespace Platform.Usage.Reconciliation;

/// <summary>
/// Compares a shard of the till with the ledger, which did not change while the till was read. They may differ only by the events that are
/// not posted, which the till has already, and by the outbox rows that the till has not applied.
/// </summary>
internal static class TillChecks
{
    public const string Open = "a shard is open",
        Credit = "an account's credit in the till is its balance, less what is not posted yet and what the till has not applied yet",
        Held = "the held credit of an account is the sum of its open holds",
        InFlight = "an account has as many requests in flight as open holds",
        Spent = "what a budget has spent in the till is what is posted and what is about to be",
        BudgetHeld = "the held amount of a budget is the sum of its open holds",
        SpentByDay = "what a budget has spent of a day in the till is what is posted and what is about to be",
        HeldByDay = "the held amount of a day of a budget is the sum of the open holds that were placed on it",
        Holds = "a hold that has not ended is in state held";

    /// <param name="posted">Which references of the charges are in the ledger.</param>
    public static IEnumerable<(string Check, long Compared, IReadOnlyList<Difference> Differences)> Run(
        ShardLedger ledger,
        TillInspection till,
        IReadOnlySet<string> posted
    )
    {
        yield return (Open, 1, [.. Difference.If(till.Shard.Epoch is null, $"shard {ledger.Shard}", "open", "closed")]);
        if (till.Shard.Epoch is null)
            yield break;

        var unposted = till.Charges.Where(charge => !posted.Contains(charge.Reference)).ToArray();
        yield return (Credit, till.Shard.Accounts.Count, [.. Credits(ledger, till, unposted)]);
        var holds = till.Shard.Holds.ToLookup(hold => hold.AccountId);
        yield return (
            Held,
            till.Shard.Accounts.Count,
            [
                .. till.Shard.Accounts.SelectMany(row =>
                    Differ($"account {row.Key}", holds[row.Key].Sum(hold => hold.AmountNano), row.Value.Held)
                ),
            ]
        );
        yield return (
            InFlight,
            till.Shard.Accounts.Count,
            [.. till.Shard.Accounts.SelectMany(row => Differ($"account {row.Key}", holds[row.Key].Count(), row.Value.InFlight))]
        );
        foreach (var check in Budgets(ledger, till, unposted).Concat(Days(ledger, till, unposted)))
            yield return check;
        yield return (
            Holds,
            till.Shard.Holds.Count,
            [
                .. till.Shard.Holds.SelectMany(hold =>
                    Difference.If(
                        hold.State != HoldState.Held,
                        $"hold of {hold.RequestId}",
                        HoldState.Held,
                        hold.State is "" ? "nothing" : hold.State
                    )
                ),
            ]
        );
    }

    private static IEnumerable<Difference> Credits(ShardLedger ledger, TillInspection till, TillCharge[] unposted)
    {
        var balances = ledger.Credits.ToDictionary(row => row.AccountId, row => row.BalanceNano);
        var charges = unposted.ToLookup(charge => charge.AccountId, charge => charge.AmountNano);
        var unapplied = ledger
            .Pending.Where(row => !till.Shard.Applied.Contains(row.TransactionId))
            .ToLookup(row => row.AccountId, row => row.AmountNano);
        return till.Shard.Accounts.SelectMany(row =>
            Differ(
                $"account {row.Key}",
                balances.GetValueOrDefault(row.Key) - charges[row.Key].Sum() - unapplied[row.Key].Sum(),
                row.Value.Credit
            )
        );
    }

    private static IEnumerable<(string, long, IReadOnlyList<Difference>)> Budgets(
        ShardLedger ledger,
        TillInspection till,
        TillCharge[] unposted
    )
    {
        var spent = ledger.Budgets.ToDictionary(row => (row.AccountId, row.BudgetId), row => row.SpentNano);
        var charges = unposted.ToLookup(charge => (charge.AccountId, charge.BudgetId), charge => charge.AmountNano);
        var holds = till.Shard.Holds.ToLookup(hold => (hold.AccountId, hold.BudgetId), hold => hold.AmountNano);
        yield return (
            Spent,
            till.Shard.Budgets.Count,
            [
                .. till.Shard.Budgets.SelectMany(row =>
                    Differ($"budget {row.Key.Budget}", spent.GetValueOrDefault(row.Key) + charges[row.Key].Sum(), row.Value.Spent)
                ),
            ]
        );
        yield return (
            BudgetHeld,
            till.Shard.Budgets.Count,
            [.. till.Shard.Budgets.SelectMany(row => Differ($"budget {row.Key.Budget}", holds[row.Key].Sum(), row.Value.Held))]
        );
    }

    private static IEnumerable<(string, long, IReadOnlyList<Difference>)> Days(
        ShardLedger ledger,
        TillInspection till,
        TillCharge[] unposted
    )
    {
        var spent = ledger.Days.ToDictionary(TillInspector.DayOf, row => row.SpentNano);
        var charges = unposted.ToLookup(
            charge => new BudgetDay(charge.AccountId, charge.BudgetId, charge.Day),
            charge => charge.AmountNano
        );
        var holds = till.Shard.Holds.ToLookup(hold => new BudgetDay(hold.AccountId, hold.BudgetId, hold.PlacedOn), hold => hold.AmountNano);
        yield return (
            SpentByDay,
            till.Shard.Days.Count,
            [
                .. till.Shard.Days.SelectMany(row =>
                    Differ(Name(row.Key), spent.GetValueOrDefault(row.Key) + charges[row.Key].Sum(), row.Value.Spent)
                ),
            ]
        );
        yield return (
            HeldByDay,
            till.Shard.Days.Count,
            [.. till.Shard.Days.SelectMany(row => Differ(Name(row.Key), holds[row.Key].Sum(), row.Value.Held))]
        );
    }

    private static string Name(BudgetDay day) => $"budget {day.Budget} on {day.Day:O}";

    private static IEnumerable<Difference> Differ(string subject, long expected, long found) =>
        Difference.If(expected != found, subject, expected, found);
}
