using System.Collections.Immutable;

namespace Platform.Tests.Unit.MoneyCore;

internal readonly record struct Purse(long Credit, long Held, long InFlight);

internal readonly record struct Budget(long Spent, long Held);

/// <param name="State">held, settled or expired.</param>
/// <param name="Payer">Null when it has ended: then nothing but this is known of it.</param>
/// <param name="Day">On which it was placed.</param>
/// <param name="Due">Whether its time is over.</param>
internal sealed record Hold(string State, Payer? Payer, long Amount, int Day, bool Due = false)
{
    public static Hold Ended(string state) => new(state, null, 0, 0);
}

/// <param name="Attempt">0 for an abandoned hold, 1 for a settlement.</param>
/// <param name="Day">On which the hold was placed.</param>
internal sealed record Entry(string Request, int Attempt, Payer Payer, long Charge, int Day);

/// <summary>One shard of the till as it should be: what Redis has, without Redis.</summary>
/// <param name="Days">Of each budget and day; nothing is no entry.</param>
/// <param name="Today">The number of midnights so far.</param>
/// <param name="Running">What runs of keys and models as Redis has it; null where it is the number of holds.</param>
internal sealed record Till(
    string? Open,
    ImmutableSortedDictionary<Guid, Purse> Purses,
    ImmutableSortedDictionary<string, Budget> Budgets,
    ImmutableSortedDictionary<(string Budget, int Day), Budget> Days,
    ImmutableSortedDictionary<string, Hold> Holds,
    ImmutableList<Entry> Events,
    ImmutableSortedSet<Guid> Carried,
    int Today,
    string? Running = null
)
{
    public static Till Empty { get; } =
        new(
            null,
            ImmutableSortedDictionary<Guid, Purse>.Empty,
            ImmutableSortedDictionary.Create<string, Budget>(StringComparer.Ordinal),
            ImmutableSortedDictionary<(string, int), Budget>.Empty,
            ImmutableSortedDictionary.Create<string, Hold>(StringComparer.Ordinal),
            [],
            [],
            0
        );

    public Purse Of(Guid account) => Purses.GetValueOrDefault(account);

    public Budget Of(string budget) => Budgets.GetValueOrDefault(budget);

    public Budget Of(string budget, int day) => Days.GetValueOrDefault((budget, day));

    public IEnumerable<Hold> Held => Holds.Values.Where(hold => hold.State == "held");

    /// <summary>How many requests run with the payer's key, where that is counted.</summary>
    public int RunningOf(Payer payer) => payer.AtOnce > 0 ? Held.Count(hold => hold.Payer!.Budget == payer.Budget) : 0;

    /// <summary>How many requests of the payer's account run for its model, where that is counted.</summary>
    public int RunningFor(Payer payer) =>
        payer.ModelAtOnce > 0 ? Held.Count(hold => (hold.Payer!.Account, hold.Payer.Model) == (payer.Account, payer.Model)) : 0;

    /// <summary>Adds to what is held of an account and of a budget, and to what runs.</summary>
    public Till Hold(Payer payer, long amount, int requests, int day) =>
        this with
        {
            Purses = Purses.SetItem(
                payer.Account,
                Of(payer.Account) with
                {
                    Held = Of(payer.Account).Held + amount,
                    InFlight = Of(payer.Account).InFlight + requests,
                }
            ),
            Budgets = Budgets.SetItem(payer.Budget, Of(payer.Budget) with { Held = Of(payer.Budget).Held + amount }),
            Days = Days.SetItem((payer.Budget, day), Of(payer.Budget, day) with { Held = Of(payer.Budget, day).Held + amount }),
        };

    public Till Charge(Payer payer, long amount, int day) =>
        this with
        {
            Purses = Purses.SetItem(payer.Account, Of(payer.Account) with { Credit = Of(payer.Account).Credit - amount }),
            Budgets = Budgets.SetItem(payer.Budget, Of(payer.Budget) with { Spent = Of(payer.Budget).Spent + amount }),
            Days = Days.SetItem((payer.Budget, day), Of(payer.Budget, day) with { Spent = Of(payer.Budget, day).Spent + amount }),
        };

    /// <summary>What runs of each key and model that is counted, in one line.</summary>
    public static string Runs(Func<Payer, string, long> count) =>
        string.Join(
            ", ",
            Payer.All.Select(payer =>
                $"{payer.Budget} {count(payer, payer.Budget)}, {payer.Budget} with {payer.Model} {count(payer, payer.Model)}"
            )
        );

    public Till With(string request, Hold hold) => this with { Holds = Holds.SetItem(request, hold) };

    /// <summary>All of it, one thing a line, to be compared and read.</summary>
    public override string ToString() =>
        string.Join(
            '\n',
            (string[])
                [
                    $"open {Open ?? "-"}",
                    .. Payer.Accounts.Select(account => $"account {Payer.Name(account)}: {Of(account)}"),
                    .. Payer.All.Select(payer => $"budget {payer.Budget}: {Of(payer.Budget)}"),
                    $"running {Running ?? Runs((payer, name) => name == payer.Model ? RunningFor(payer) : RunningOf(payer))}",
                    .. Days.Where(day => day.Value != default).Select(day => $"day {day.Key.Day} of {day.Key.Budget}: {day.Value}"),
                    .. Holds.Select(hold =>
                        $"hold {hold.Key}: {hold.Value.State} {hold.Value.Payer?.Budget} {hold.Value.Day} {(hold.Value.Payer is null ? 0 : hold.Value.Amount)}"
                    ),
                    .. Events.Select(e => $"event {e.Request}/{e.Attempt} {e.Payer.Budget} {e.Charge}"),
                    .. Carried.Select(id => $"carried {id}"),
                ]
        );
}
