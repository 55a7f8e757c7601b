namespace Platform.Tests.Unit.MoneyCore;

/// <summary>What is true after every step, whatever happened. The numbers are those of docs/money.md.</summary>
internal static class Invariants
{
    /// <summary>The first that is broken, as a sentence; null when none is.</summary>
    public static string? Broken(World world, World before) =>
        BrokenByHolds(world.Till)
        ?? BrokenByAdmission(world, before)
        ?? BrokenBySettlement(world, before)
        ?? BrokenByLedger(world)
        ?? (world.Till.Open is null ? null : BrokenBySums(world));

    /// <summary>Once everything that waited has come to its end: all was charged once, nothing is free, and till and ledger agree.</summary>
    public static string? BrokenAtRest(World world) =>
        Payer
            .Accounts.Select(account =>
            {
                var owed = world.Owed.Where(owed => owed.Value.Payer.Account == account).ToArray();
                var missing = owed.Where(owed =>
                        world.Ledger.Posted.GetValueOrDefault((owed.Key, 1), -1) is var posted
                        && posted < owed.Value.Charge
                        && (posted < 0 || !world.Reduced.Contains(owed.Key))
                    )
                    .Select(owed => owed.Key)
                    .ToArray();
                if (missing.Length > 0)
                    return $"6: {string.Join(", ", missing)} cost something, and it was not charged";
                var charged = owed.Sum(owed => world.Ledger.Posted.GetValueOrDefault((owed.Key, 1)));
                var (expected, balance, credit) = (
                    world.Paid.GetValueOrDefault(account) - charged,
                    world.Ledger.Balances.GetValueOrDefault(account),
                    world.Till.Of(account).Credit
                );
                return balance != expected
                        ? $"6, 7: paid in less charged is {expected} of account {Payer.Name(account)}, its balance {balance}"
                    : credit != expected
                        ? $"till and ledger: the balance of account {Payer.Name(account)} is {expected}, its credit in the till {credit}"
                    : null;
            })
            .FirstOrDefault(broken => broken is not null);

    private static string? BrokenByHolds(Till till)
    {
        foreach (var account in Payer.Accounts)
        {
            var (held, count) = (
                till.Held.Where(hold => hold.Payer!.Account == account).Sum(hold => hold.Amount),
                till.Held.Count(hold => hold.Payer!.Account == account)
            );
            if ((till.Of(account).Held, till.Of(account).InFlight) != (held, count))
                return $"5: account {Payer.Name(account)} has {till.Of(account)}, its open holds are {count} of {held}";
        }

        var open = till.Held.ToLookup(hold => (hold.Payer!.Budget, hold.Day), hold => hold.Amount);
        if (till.Days.FirstOrDefault(day => day.Value.Held != open[day.Key].Sum()) is { Key.Budget: not null } wrong)
            return $"5: {wrong}, which is not the sum of its open holds of that day";
        return Payer
            .All.Where(payer => till.Of(payer.Budget).Held != till.Held.Where(hold => hold.Payer == payer).Sum(hold => hold.Amount))
            .Select(payer => $"5: budget {payer.Budget} has {till.Of(payer.Budget)}, which is not the sum of its open holds")
            .FirstOrDefault();
    }

    private static string? BrokenByAdmission(World world, World before)
    {
        foreach (var (id, running) in world.Live)
        {
            var more = running.Amount - (before.Live.GetValueOrDefault(id)?.Amount ?? 0);
            var (purse, budget) = (world.Till.Of(running.Payer.Account), world.Till.Of(running.Payer.Budget));
            if (more > 0 && purse.Credit - purse.Held < 0)
                return $"4: {id} was given {more}, and account {Payer.Name(running.Payer.Account)} holds more than it has: {purse}";
            var day = world.Till.Of(running.Payer.Budget, running.Day);
            if (more > 0 && running.Payer.DayLimit >= 0 && running.Payer.DayLimit - day.Spent - day.Held < 0)
                return $"4: {id} was given {more}, and day {running.Day} of {running.Payer.Budget} is above its limit: {day}";
            if (more > 0 && running.Payer.Limit >= 0 && running.Payer.Limit - budget.Spent - budget.Held < 0)
                return $"4: {id} was given {more}, and budget {running.Payer.Budget} is above its limit: {budget}";
        }

        return null;
    }

    /// <summary>A settlement takes at most its hold and what is free: what is held stays covered, by account and by limit.</summary>
    private static string? BrokenBySettlement(World world, World before)
    {
        if (before.Till.Open is null || world.Sent.IsEmpty || !world.Sent.All(sent => sent.Command is Settle))
            return null;
        foreach (var payer in Payer.All)
        {
            var (purse, was) = (world.Till.Of(payer.Account), before.Till.Of(payer.Account));
            if (was.Credit >= was.Held && purse.Credit < purse.Held)
                return $"14: a settlement left account {Payer.Name(payer.Account)} with {purse}, before it had {was}";
            var (budget, had) = (world.Till.Of(payer.Budget), before.Till.Of(payer.Budget));
            if (payer.Limit >= had.Spent + had.Held && payer.Limit < budget.Spent + budget.Held)
                return $"14: a settlement left budget {payer.Budget} with {budget}, before it had {had}";
        }

        var above = Payer.All.SelectMany(payer =>
            world.Till.Days.Where(day =>
                day.Key.Budget == payer.Budget && Exceeds(payer, day.Value) && !Exceeds(payer, before.Till.Of(payer.Budget, day.Key.Day))
            )
        );
        return above.Select(day => $"14: a settlement left {day}").FirstOrDefault();
    }

    private static bool Exceeds(Payer payer, Budget day) => payer.DayLimit >= 0 && payer.DayLimit < day.Spent + day.Held;

    private static string? BrokenByLedger(World world)
    {
        foreach (var account in Payer.Accounts)
        {
            var posted = world
                .Owed.Where(owed => owed.Value.Payer.Account == account)
                .Sum(owed => world.Ledger.Posted.GetValueOrDefault((owed.Key, 1)));
            if (world.Owed.Any(owed => world.Ledger.Posted.GetValueOrDefault((owed.Key, 1)) > owed.Value.Charge))
                return "7: more was charged than it cost";
            if (world.Ledger.Balances.GetValueOrDefault(account) != world.Paid.GetValueOrDefault(account) - posted)
                return $"3: the balance of account {Payer.Name(account)} is {world.Ledger.Balances.GetValueOrDefault(account)}, paid in less posted {world.Paid.GetValueOrDefault(account) - posted}";
        }

        return null;
    }

    /// <summary>Of an open till: credit = balance - what is not posted yet - what is not carried yet; spent likewise.</summary>
    private static string? BrokenBySums(World world)
    {
        var coming = world
            .Till.Events.Where(entry => !world.Ledger.Posted.ContainsKey((entry.Request, entry.Attempt)))
            .Distinct()
            .ToArray();
        foreach (var account in Payer.Accounts)
        {
            var expected =
                world.Ledger.Balances.GetValueOrDefault(account)
                - coming.Where(entry => entry.Payer.Account == account).Sum(entry => entry.Charge)
                - world
                    .Ledger.Waiting.Where(transfer => transfer.Account == account && !world.Till.Carried.Contains(transfer.Id))
                    .Sum(transfer => transfer.Amount);
            if (world.Till.Of(account).Credit != expected)
                return $"till and ledger: account {Payer.Name(account)} should have {expected} and has {world.Till.Of(account)}";
        }

        var spent = coming.ToLookup(entry => (entry.Payer.Budget, entry.Day), entry => entry.Charge);
        foreach (var day in world.Till.Days.Keys.Union(world.Ledger.Days.Keys))
        {
            if (world.Till.Of(day.Budget, day.Day).Spent != world.Ledger.Days.GetValueOrDefault(day) + spent[day].Sum())
                return $"till and ledger: day {day} has {world.Till.Of(day.Budget, day.Day)}";
        }

        return Payer
            .All.Where(payer =>
                world.Till.Of(payer.Budget).Spent
                != world.Ledger.Spent.GetValueOrDefault(payer.Budget)
                    + coming.Where(entry => entry.Payer == payer).Sum(entry => entry.Charge)
            )
            .Select(payer => $"till and ledger: budget {payer.Budget} has {world.Till.Of(payer.Budget)}")
            .FirstOrDefault();
    }
}
