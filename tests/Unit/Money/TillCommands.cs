namespace Platform.Tests.Unit.MoneyCore;

/// <summary>
/// One script of the till, or something that happens to it: what it should answer, and what the till should be afterwards.
/// </summary>
internal abstract record TillCommand
{
    public abstract (Till After, string Answer) On(Till till);
}

internal sealed record Admit(string Request, Payer Payer, long Wanted, long Least) : TillCommand
{
    public const int AtOnce = 4;

    public override (Till, string) On(Till till)
    {
        var (purse, budget, limit) = (till.Of(Payer.Account), till.Of(Payer.Budget), Payer.Limit);
        var grant = Math.Min(Wanted, purse.Credit - purse.Held);
        if (limit >= 0)
            grant = Math.Min(grant, limit - budget.Spent - budget.Held);
        var today = till.Of(Payer.Budget, till.Today);
        if (Payer.DayLimit >= 0)
            grant = Math.Min(grant, Payer.DayLimit - today.Spent - today.Held);
        return till.Open is null ? (till, "1 0 0")
            : purse.Credit <= 0 || purse.Credit < Least ? (till, $"4 {purse.Credit} {Least}")
            : limit >= 0 && limit - budget.Spent < Least ? (till, $"6 {limit} {budget.Spent}")
            : Payer.DayLimit >= 0 && Payer.DayLimit - today.Spent < Least ? (till, $"8 {today.Spent} tomorrow")
            : grant < Least ? (till, $"5 {purse.Held} {budget.Held}")
            : purse.InFlight >= AtOnce ? (till, $"3 {purse.InFlight} 0")
            : Payer.AtOnce > 0 && till.RunningOf(Payer) >= Payer.AtOnce ? (till, $"3 {till.RunningOf(Payer)} 1")
            : Payer.ModelAtOnce > 0 && till.RunningFor(Payer) >= Payer.ModelAtOnce
                ? (till, $"3 {till.RunningFor(Payer)} {(Payer.AtOnce > 0 ? 2 : 1)}")
            : (till.Hold(Payer, grant, 1, till.Today).With(Request, new Hold("held", Payer, grant, till.Today)), $"0 {grant}");
    }
}

internal sealed record Extend(string Request, Payer Payer, long Wanted) : TillCommand
{
    public override (Till, string) On(Till till)
    {
        if (till.Holds.GetValueOrDefault(Request) is not { State: "held" } hold)
            return (till, "2 0");
        var renewed = till.With(Request, hold with { Due = false });
        if (Wanted == 0)
            return (renewed, "0 0");
        if (till.Open is null)
            return (renewed, "1 0");
        var (purse, budget) = (till.Of(Payer.Account), till.Of(Payer.Budget));
        var (grant, reason) = (Wanted, 0);
        if (purse.Credit - purse.Held < grant)
            (grant, reason) = (purse.Credit - purse.Held, 3);
        if (Payer.Limit >= 0 && Payer.Limit - budget.Spent - budget.Held < grant)
            (grant, reason) = (Payer.Limit - budget.Spent - budget.Held, 4);
        var day = till.Of(Payer.Budget, hold.Day);
        if (Payer.DayLimit >= 0 && Payer.DayLimit - day.Spent - day.Held < grant)
            (grant, reason) = (Payer.DayLimit - day.Spent - day.Held, 5);
        return grant <= 0
            ? (renewed, $"{reason} 0")
            : (
                renewed.Hold(Payer, grant, 0, hold.Day).With(Request, hold with { Due = false, Amount = hold.Amount + grant }),
                $"{reason} {grant}"
            );
    }
}

/// <summary>Answers the epoch it is in. An open till takes at most the hold and what is free.</summary>
/// <param name="Day">On which the gateway remembers that the hold was placed.</param>
internal sealed record Settle(string Request, Payer Payer, long Charge, int Day) : TillCommand
{
    public override (Till, string) On(Till till)
    {
        var hold = till.Holds.GetValueOrDefault(Request);
        if (hold?.State == "settled")
            return (till, till.Open ?? "");
        var charge = till.Open is null ? Charge : Math.Min(Charge, Most(till, hold));
        var charged = till.Charge(Payer, charge, Day);
        if (hold?.State == "held")
            charged = charged.Hold(Payer, -hold.Amount, -1, hold.Day);
        return (
            charged.With(Request, Hold.Ended("settled")) with
            {
                Events = till.Events.Add(new Entry(Request, 1, Payer, charge, Day)),
            },
            till.Open ?? ""
        );
    }

    private long Most(Till till, Hold? hold)
    {
        var (purse, budget) = (till.Of(Payer.Account), till.Of(Payer.Budget));
        var free = purse.Credit - purse.Held;
        if (Payer.Limit >= 0)
            free = Math.Min(free, Payer.Limit - budget.Spent - budget.Held);
        var day = till.Of(Payer.Budget, Day);
        if (Payer.DayLimit >= 0)
            free = Math.Min(free, Payer.DayLimit - day.Spent - day.Held);
        return (hold?.State == "held" ? hold.Amount : 0) + Math.Max(0, free);
    }
}

internal sealed record Expire(string Request) : TillCommand
{
    public override (Till, string) On(Till till)
    {
        if (till.Holds.GetValueOrDefault(Request) is not { State: "held", Due: true } hold)
            return (till, "0");
        return (
            till.Hold(hold.Payer!, -hold.Amount, -1, hold.Day).With(Request, Hold.Ended("expired")) with
            {
                Events = till.Events.Add(new Entry(Request, 0, hold.Payer!, 0, hold.Day)),
            },
            "1"
        );
    }
}

internal sealed record Rehold(string Request, Payer Payer, long Amount, int Day) : TillCommand
{
    public override (Till, string) On(Till till) =>
        till.Holds.ContainsKey(Request)
            ? (till, "0")
            : (till.Hold(Payer, Amount, 1, Day).With(Request, new Hold("held", Payer, Amount, Day)), "1");
}

/// <summary>Answers whether the till has it now.</summary>
internal sealed record Carry(string Epoch, Transfer Transfer) : TillCommand
{
    public override (Till, string) On(Till till)
    {
        if (till.Open != Epoch)
            return (till, "False");
        if (till.Carried.Contains(Transfer.Id))
            return (till, "True");
        var purse = till.Of(Transfer.Account);
        return (
            till with
            {
                Purses = till.Purses.SetItem(Transfer.Account, purse with { Credit = purse.Credit + Transfer.Amount }),
                Carried = till.Carried.Add(Transfer.Id),
            },
            "True"
        );
    }
}

internal sealed record Close(string Epoch) : TillCommand
{
    public override (Till, string) On(Till till) => till.Open == Epoch ? (till with { Open = null }, "True") : (till, "False");
}

internal sealed record Fill(string Epoch, Ledger Ledger) : TillCommand
{
    public override (Till, string) On(Till till)
    {
        if (till.Open is not null)
            return (till, "already");
        if (till.Events.Count > 0)
            return (till, "draining");
        var filled = till;
        foreach (var request in Ledger.Settled)
            filled = filled.With(request, Hold.Ended("settled"));
        foreach (var (account, balance) in Ledger.Balances)
            filled = filled with { Purses = filled.Purses.SetItem(account, new Purse(balance, 0, 0)) };
        foreach (var (budget, spent) in Ledger.Spent)
            filled = filled with { Budgets = filled.Budgets.SetItem(budget, new Budget(spent, 0)) };
        foreach (var hold in filled.Held)
            filled = filled with
            {
                Purses = filled.Purses.SetItem(hold.Payer!.Account, filled.Of(hold.Payer.Account) with { Held = 0, InFlight = 0 }),
                Budgets = filled.Budgets.SetItem(hold.Payer.Budget, filled.Of(hold.Payer.Budget) with { Held = 0 }),
            };
        var refilled = Ledger.Balances.Keys.Union(filled.Held.Select(hold => hold.Payer!.Account)).ToHashSet();
        var emptied = filled.Days.Keys.Where(day => refilled.Contains(Payer.All.Single(payer => payer.Budget == day.Budget).Account));
        filled = filled with { Days = filled.Days.RemoveRange(emptied) };
        foreach (var (day, spent) in Ledger.Days)
            filled = filled with { Days = filled.Days.SetItem(day, new Budget(spent, 0)) };
        foreach (var hold in filled.Held)
            filled = filled.Hold(hold.Payer!, hold.Amount, 1, hold.Day);
        return (filled with { Open = Epoch, Carried = till.Carried.Union(Ledger.Waiting.Select(transfer => transfer.Id)) }, "opened");
    }
}

/// <summary>The hold's time is over.</summary>
internal sealed record PassTime(string Request) : TillCommand
{
    public override (Till, string) On(Till till) =>
        till.Holds.GetValueOrDefault(Request) is { State: "held" } hold ? (till.With(Request, hold with { Due = true }), "") : (till, "");
}

/// <summary>Usage has posted its events and takes them out.</summary>
internal sealed record Drain : TillCommand
{
    public override (Till, string) On(Till till) => (till with { Events = [] }, "");
}

internal sealed record Flush : TillCommand
{
    public override (Till, string) On(Till till) => (Till.Empty with { Today = till.Today }, "");
}

/// <summary>Redis as it was; Usage sees that and closes it.</summary>
internal sealed record Restore(Till Saved) : TillCommand
{
    public override (Till, string) On(Till till) => (Saved with { Open = null, Today = till.Today }, "");
}

/// <summary>A day ends.</summary>
internal sealed record Midnight : TillCommand
{
    public override (Till, string) On(Till till) => (till with { Today = till.Today + 1 }, "");
}

internal sealed record Save : TillCommand
{
    public override (Till, string) On(Till till) => (till, "");
}
