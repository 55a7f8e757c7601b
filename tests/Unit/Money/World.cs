using System.Collections.Immutable;

namespace Platform.Tests.Unit.MoneyCore;

/// <param name="Amount">What the gateway believes to be held.</param>
/// <param name="Day">On which it was admitted.</param>
internal sealed record Running(Payer Payer, long Amount, int Day);

/// <param name="Epoch">The epoch that the till answered with; null until it has confirmed the settlement.</param>
/// <param name="Day">On which the request was admitted.</param>
internal sealed record Settlement(Payer Payer, long Charge, string? Epoch, int Day);

/// <summary>
/// The whole of the money core: ledger, till, and a gateway with what runs, what it settled lately and its journal. Every step is made
/// of commands to the till; whoever holds these against the real one gets them by <see cref="Sent"/>.
/// </summary>
internal sealed record World(
    Till Till,
    Ledger Ledger,
    ImmutableSortedDictionary<string, Running> Live,
    ImmutableSortedDictionary<string, Settlement> Recent,
    ImmutableSortedDictionary<string, Settlement> Journal,
    ImmutableSortedDictionary<string, Settlement> Owed,
    ImmutableSortedSet<string> Reduced,
    ImmutableDictionary<Guid, long> Paid,
    Till? Saved,
    int Count,
    ImmutableList<(TillCommand Command, string Answer)> Sent
)
{
    public static World Empty { get; } =
        new(
            Till.Empty,
            Ledger.Empty,
            None<Running>(),
            None<Settlement>(),
            None<Settlement>(),
            None<Settlement>(),
            [],
            ImmutableDictionary<Guid, long>.Empty,
            null,
            0,
            []
        );

    public World After(Step step) => (this with { Sent = [], Count = Count + 1 }).Do(step);

    /// <summary>Of every top-up and refund there was.</summary>
    public IEnumerable<Guid> Transfers => Enumerable.Range(1, Count).Select(TransferId);

    /// <summary>Everything that waits comes to its end, and nothing new begins.</summary>
    public World AtRest() =>
        (this with { Sent = [] }).Replayed().Looked().Posted(drain: true).Filled().Looked().Posted(drain: true).CarriedAll();

    private World Do(Step step) =>
        step.Kind switch
        {
            StepKind.TopUp => Transferred(Payer.AccountOf(step.Which), step.Amount * 3),
            StepKind.Refund => Transferred(Payer.AccountOf(step.Which), -step.Amount),
            StepKind.Carry => CarriedAll(),
            StepKind.CarryUnmarked => Till.Open is { } epoch
                ? Ledger.Waiting.Aggregate(this, (world, transfer) => world.Send(new Carry(epoch, transfer)).World)
                : this,
            StepKind.CarryStale => Ledger.Waiting.Aggregate(this, (world, transfer) => world.Send(new Carry("stale", transfer)).World),
            StepKind.Admit => Admitted(step),
            StepKind.Extend => Live.IsEmpty ? this : Extended(Pick(Live, step.Which), step.Amount % 7 == 0 ? 0 : step.Amount),
            StepKind.Settle => Ended(step, (world, id, settlement) => world.Settled(id, settlement)),
            StepKind.SettleToJournal => Ended(
                step,
                (world, id, settlement) => world with { Journal = world.Journal.SetItem(id, settlement) }
            ),
            StepKind.SettleUnconfirmed => Ended(
                step,
                (world, id, settlement) =>
                    world.Taken(id, settlement, out _, out _) with
                    {
                        Journal = world.Journal.SetItem(id, settlement),
                    }
            ),
            StepKind.SettleAgain => Owed.IsEmpty ? this : Settled(Pick(Owed, step.Which), Owed[Pick(Owed, step.Which)]),
            StepKind.Replay => Replayed(),
            StepKind.PassTime => Till.Holds.IsEmpty ? this : Send(new PassTime(Pick(Till.Holds, step.Which))).World,
            StepKind.Sweep => Till.Holds.Keys.Aggregate(this, (world, id) => world.Send(new Expire(id)).World),
            StepKind.Post => Posted(drain: true),
            StepKind.PostUnacknowledged => Posted(drain: false),
            StepKind.Look => Looked(),
            StepKind.Flush => Send(new Flush()).World,
            StepKind.Save => Send(new Save()).World with { Saved = Till },
            StepKind.Restore => Saved is null ? this : Send(new Restore(Saved)).World,
            StepKind.Close => Send(new Close(step.Which % 2 == 0 ? Till.Open ?? "none" : "other")).World,
            StepKind.Fill => Filled(),
            StepKind.GatewayDies => Died(),
            StepKind.Midnight => Send(new Midnight()).World,
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };

    private (World World, string Answer) Send(TillCommand command)
    {
        var (after, answer) = command.On(Till);
        return (this with { Till = after, Sent = Sent.Add((command, answer)) }, answer);
    }

    private World Transferred(Guid account, long amount) =>
        this with
        {
            Ledger = Ledger.Transfer(new Transfer(TransferId(Count), account, amount)),
            Paid = Paid.SetItem(account, Paid.GetValueOrDefault(account) + amount),
        };

    private World CarriedAll() =>
        Till.Open is not { } epoch
            ? this
            : Ledger.Waiting.Aggregate(
                this,
                (world, transfer) =>
                    world.Send(new Carry(epoch, transfer)).World with
                    {
                        Ledger = world.Ledger with { Waiting = world.Ledger.Waiting.Remove(transfer) },
                    }
            );

    private World Admitted(Step step)
    {
        // Now and then one that costs nothing, as counting tokens does.
        var (id, payer, wanted) = ($"req{Count:000}", Payer.Of(step.Which), step.Amount % 5 == 0 ? 0 : step.Amount);
        var (world, answer) = Send(new Admit(id, payer, wanted, step.Which % 2 == 0 ? wanted : (wanted + 3) / 4));
        return answer.Split(' ') is ["0", var granted]
            ? world with
            {
                Live = world.Live.SetItem(id, new Running(payer, long.Parse(granted, null), Till.Today)),
            }
            : world;
    }

    private World Extended(string id, long wanted)
    {
        var running = Live[id];
        var (world, answer) = Send(new Extend(id, running.Payer, wanted));
        return world with
        {
            Live = world.Live.SetItem(id, running with { Amount = running.Amount + long.Parse(answer.Split(' ')[1], null) }),
        };
    }

    /// <summary>A running request ends, whatever has become of its hold, and costs some part of it, or more.</summary>
    private World Ended(Step step, Func<World, string, Settlement, World> settle)
    {
        if (Live.IsEmpty)
            return this;
        var id = Pick(Live, step.Which);
        var settlement = new Settlement(Live[id].Payer, Live[id].Amount * (step.Amount % 14) / 10, null, Live[id].Day);
        return settle(this with { Live = Live.Remove(id), Owed = Owed.SetItem(id, settlement) }, id, settlement);
    }

    private World Settled(string id, Settlement settlement)
    {
        var world = Taken(id, settlement, out var charge, out var epoch);
        return world with { Recent = world.Recent.SetItem(id, settlement with { Charge = charge, Epoch = epoch }) };
    }

    /// <param name="charge">What the till took, which may be less than what was asked for.</param>
    private World Taken(string id, Settlement settlement, out long charge, out string epoch)
    {
        (var world, epoch) = Send(new Settle(id, settlement.Payer, settlement.Charge, settlement.Day));
        charge = world.Till.Events.Count > Till.Events.Count ? world.Till.Events[^1].Charge : settlement.Charge;
        return charge < settlement.Charge ? world with { Reduced = world.Reduced.Add(id) } : world;
    }

    private World Replayed() =>
        Journal.Aggregate(this, (world, kept) => world.Settled(kept.Key, kept.Value)) with
        {
            Journal = None<Settlement>(),
        };

    private World Posted(bool drain)
    {
        var world = this with { Ledger = Till.Events.Aggregate(Ledger, (ledger, entry) => ledger.Post(entry)) };
        return drain ? world.Send(new Drain()).World : world;
    }

    /// <summary>The gateway looks at the epoch: what is not in it is settled again, and what runs is held again.</summary>
    private World Looked()
    {
        var world = Recent
            .Where(recent => recent.Value.Epoch != (Till.Open ?? ""))
            .Aggregate(this, (world, recent) => world.Settled(recent.Key, recent.Value));
        return Live.Aggregate(
            world,
            (world, live) => world.Send(new Rehold(live.Key, live.Value.Payer, live.Value.Amount, live.Value.Day)).World
        );
    }

    private World Filled()
    {
        var (world, answer) = Send(new Fill($"epoch{Count}", Ledger));
        return answer == "opened" ? world with { Ledger = Ledger with { Waiting = [] } } : world;
    }

    /// <summary>Only when all it settled is posted: that a till may be lost together with the gateway is not promised.</summary>
    private World Died() =>
        Recent.Keys.Any(id => !Ledger.Posted.ContainsKey((id, 1)))
            ? this
            : this with
            {
                Live = None<Running>(),
                Recent = None<Settlement>(),
            };

    private static Guid TransferId(int number) => new(number, 0, 0, new byte[8]);

    private static string Pick<T>(ImmutableSortedDictionary<string, T> among, int which) => among.Keys.ElementAt(which % among.Count);

    private static ImmutableSortedDictionary<string, T> None<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
