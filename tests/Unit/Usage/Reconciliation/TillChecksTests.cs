using Platform.Contracts;
using Platform.Till;
using Platform.Usage.Reconciliation;
using Platform.Usage.TillKeeper;
using Xunit;

namespace Platform.Tests.Unit.Usage.Reconciliation;

public sealed class TillChecksTests
{
    private const string Budget = "budget";
    private static readonly Guid Account = Guid.Parse("019aa000-0000-7000-8000-000000000003");
    private static readonly Guid Payment = Guid.Parse("019aa000-0000-7000-8000-000000000009");

    private static readonly DateOnly Day = new(2026, 11, 29);

    private static ShardLedger Ledger(long balance, long spent, params OutboxRow[] pending) =>
        new(3, [new AccountCredit(Account, balance)], [new BudgetSpending(Account, Budget, spent)], [], pending);

    private static TillInspection Inspected(
        AccountTotals account,
        BudgetTotals budget,
        TillCharge[]? charges = null,
        InspectedHold[]? holds = null,
        Guid[]? taken = null,
        string? open = "epoch",
        Dictionary<BudgetDay, BudgetTotals>? days = null
    ) =>
        new(
            new ShardInspection(
                open,
                [],
                holds ?? [],
                new Dictionary<Guid, AccountTotals> { [Account] = account },
                new Dictionary<(Guid, string), BudgetTotals> { [(Account, Budget)] = budget },
                (taken ?? []).ToHashSet(),
                0,
                days ?? []
            ),
            charges ?? [],
            0
        );

    private static TillCharge Charge(string request, long amount) => new($"{request}/1", request, Account, Budget, amount, Day);

    private static InspectedHold Hold(string request, long amount, string state = "held") =>
        new(request, state, Account, Budget, amount, Day);

    private static string[] Failing(ShardLedger ledger, TillInspection till, params string[] posted) =>
        [.. TillChecks.Run(ledger, till, posted.ToHashSet()).Where(check => check.Differences.Count > 0).Select(check => check.Check)];

    [Fact]
    public void A_till_that_says_what_the_ledger_says_is_clean() =>
        Assert.Empty(Failing(Ledger(100, 20), Inspected(new(100, 7, 2), new(20, 7), holds: [Hold("a", 3), Hold("b", 4)])));

    [Fact]
    public void An_event_not_posted_yet_is_in_the_till_only() =>
        Assert.Empty(Failing(Ledger(100, 20), Inspected(new(95, 0, 0), new(25, 0), [Charge("a", 5)])));

    [Fact]
    public void An_event_posted_but_not_removed_counts_once() =>
        Assert.Empty(Failing(Ledger(95, 25), Inspected(new(95, 0, 0), new(25, 0), [Charge("a", 5)]), "a/1"));

    [Fact]
    public void Credit_in_the_outbox_is_missing_until_the_till_has_taken_it()
    {
        var ledger = Ledger(100, 20, new OutboxRow(Payment, Account, 40));
        Assert.Empty(Failing(ledger, Inspected(new(60, 0, 0), new(20, 0))));
        Assert.Empty(Failing(ledger, Inspected(new(100, 0, 0), new(20, 0), taken: [Payment])));
        Assert.Equal([TillChecks.Credit], Failing(ledger, Inspected(new(100, 0, 0), new(20, 0))));
    }

    [Fact]
    public void A_charge_the_till_forgot_is_found() =>
        Assert.Equal([TillChecks.Credit, TillChecks.Spent], Failing(Ledger(95, 25), Inspected(new(100, 0, 0), new(20, 0))));

    [Fact]
    public void A_hold_that_leaked_is_found() =>
        Assert.Equal(
            [TillChecks.Held, TillChecks.InFlight, TillChecks.BudgetHeld],
            Failing(Ledger(100, 20), Inspected(new(100, 3, 1), new(20, 3)))
        );

    [Fact]
    public void A_day_that_says_something_else_than_the_ledger_and_the_holds_is_found()
    {
        var ledger = Ledger(100, 20) with { Days = [new DaySpending(Account, Budget, SpendPeriods.Number(Day), 15)] };
        Assert.Empty(Failing(ledger, OfDay(new(18, 7))));
        Assert.Equal([TillChecks.SpentByDay, TillChecks.HeldByDay], Failing(ledger, OfDay(new(15, 0))));

        static TillInspection OfDay(BudgetTotals day) =>
            Inspected(
                new(97, 7, 1),
                new(23, 7),
                [Charge("a", 3)],
                [Hold("b", 7)],
                days: new() { [new BudgetDay(Account, Budget, Day)] = day }
            );
    }

    [Fact]
    public void A_hold_that_ended_but_still_waits_is_found() =>
        Assert.Equal([TillChecks.Holds], Failing(Ledger(100, 20), Inspected(new(100, 3, 1), new(20, 3), holds: [Hold("a", 3, "settled")])));

    [Fact]
    public void A_closed_shard_is_reported_and_not_compared() =>
        Assert.Equal([TillChecks.Open], Failing(Ledger(100, 20), Inspected(new(0, 0, 0), new(0, 0), open: null)));

    [Fact]
    public void Credit_that_the_ledger_does_not_have_is_found() =>
        Assert.Equal([TillChecks.Credit], Failing(new ShardLedger(3, [], [], [], []), Inspected(new(1, 0, 0), new(0, 0))));
}
