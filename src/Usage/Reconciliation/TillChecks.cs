using Platform.Usage.Till;

namespace Platform.Usage.Reconciliation;

/// <summary>
/// Till against book, for one shard whose book stood still while the till was read: then what the till has beyond the book is
/// exactly the events that are not booked, and what it lacks exactly the outbox it has not taken.
/// </summary>
internal static class TillChecks
{
    public const string Open = "a shard is open", Credit = "an account's credit in the till is its balance, less what is not booked yet or not carried yet",
        Held = "what is held of an account is the sum of its open holds", InFlight = "an account has as many requests in flight as open holds",
        Spent = "what a budget has spent in the till is what is booked and what is about to be",
        BudgetHeld = "what is held of a budget is the sum of its open holds", Holds = "a hold that waits for its end is held";

    /// <param name="booked">Those references of the look's charges that the book has.</param>
    public static IEnumerable<(string Check, long Compared, IReadOnlyList<Difference> Differences)> Run(ShardBook book, TillLook look, IReadOnlySet<string> booked)
    {
        yield return (Open, 1, [.. Difference.If(look.Open is null, $"shard {book.Shard}", "open", "closed")]);
        if (look.Open is null)
            yield break;

        var unbooked = look.Charges.Where(charge => !booked.Contains(charge.Reference)).ToArray();
        yield return (Credit, look.Accounts.Count, [.. Credits(book, look, unbooked)]);
        var holds = look.Holds.ToLookup(hold => hold.AccountId);
        yield return (Held, look.Accounts.Count, [.. look.Accounts.SelectMany(row =>
            Differ($"account {row.Key}", holds[row.Key].Sum(hold => hold.AmountNano), row.Value.Held))]);
        yield return (InFlight, look.Accounts.Count, [.. look.Accounts.SelectMany(row =>
            Differ($"account {row.Key}", holds[row.Key].Count(), row.Value.InFlight))]);
        foreach (var check in Budgets(book, look, unbooked))
            yield return check;
        yield return (Holds, look.Holds.Count, [.. look.Holds.SelectMany(hold =>
            Difference.If(hold.State != "held", $"hold of {hold.RequestId}", "held", hold.State is "" ? "nothing" : hold.State))]);
    }

    private static IEnumerable<Difference> Credits(ShardBook book, TillLook look, TillCharge[] unbooked)
    {
        var balances = book.Credits.ToDictionary(row => row.AccountId, row => row.BalanceNano);
        var charges = unbooked.ToLookup(charge => charge.AccountId, charge => charge.AmountNano);
        var uncarried = book.Pending.Where(row => !look.Taken.Contains(row.TransactionId)).ToLookup(row => row.AccountId, row => row.AmountNano);
        return look.Accounts.SelectMany(row => Differ(
            $"account {row.Key}", balances.GetValueOrDefault(row.Key) - charges[row.Key].Sum() - uncarried[row.Key].Sum(), row.Value.Credit));
    }

    private static IEnumerable<(string, long, IReadOnlyList<Difference>)> Budgets(ShardBook book, TillLook look, TillCharge[] unbooked)
    {
        var spent = book.Budgets.ToDictionary(row => (row.AccountId, row.BudgetId), row => row.SpentNano);
        var charges = unbooked.ToLookup(charge => (charge.AccountId, charge.BudgetId), charge => charge.AmountNano);
        var holds = look.Holds.ToLookup(hold => (hold.AccountId, hold.BudgetId), hold => hold.AmountNano);
        yield return (Spent, look.Budgets.Count, [.. look.Budgets.SelectMany(row =>
            Differ($"budget {row.Key.Budget}", spent.GetValueOrDefault(row.Key) + charges[row.Key].Sum(), row.Value.Spent))]);
        yield return (BudgetHeld, look.Budgets.Count, [.. look.Budgets.SelectMany(row =>
            Differ($"budget {row.Key.Budget}", holds[row.Key].Sum(), row.Value.Held))]);
    }

    private static IEnumerable<Difference> Differ(string subject, long expected, long found) =>
        Difference.If(expected != found, subject, expected, found);
}
