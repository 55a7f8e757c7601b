using System.Collections.Immutable;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>A top-up or a refund on its way to the till.</summary>
internal sealed record Transfer(Guid Id, Guid Account, long Amount);

/// <summary>The ledger as it should be, without PostgreSQL.</summary>
/// <param name="Posted">The charges of usage by their ledger references, each once: request and attempt.</param>
/// <param name="Waiting">The outbox.</param>
/// <param name="Days">What was spent of each budget by requests whose holds were placed on a day.</param>
internal sealed record Ledger(
    ImmutableSortedDictionary<Guid, long> Balances,
    ImmutableSortedDictionary<string, long> Spent,
    ImmutableSortedDictionary<(string Request, int Attempt), long> Posted,
    ImmutableList<Transfer> Waiting,
    ImmutableSortedDictionary<(string Budget, int Day), long> Days
)
{
    public static Ledger Empty { get; } =
        new(
            ImmutableSortedDictionary<Guid, long>.Empty,
            ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
            ImmutableSortedDictionary<(string, int), long>.Empty,
            [],
            ImmutableSortedDictionary<(string, int), long>.Empty
        );

    public IEnumerable<string> Settled => Posted.Keys.Where(reference => reference.Attempt > 0).Select(reference => reference.Request);

    public Ledger Transfer(Transfer transfer) => Add(transfer.Account, transfer.Amount) with { Waiting = Waiting.Add(transfer) };

    public Ledger Post(Entry entry) =>
        Posted.ContainsKey((entry.Request, entry.Attempt))
            ? this
            : Add(entry.Payer.Account, -entry.Charge) with
            {
                Spent = Spent.SetItem(entry.Payer.Budget, Spent.GetValueOrDefault(entry.Payer.Budget) + entry.Charge),
                Days = Days.SetItem(
                    (entry.Payer.Budget, entry.Day),
                    Days.GetValueOrDefault((entry.Payer.Budget, entry.Day)) + entry.Charge
                ),
                Posted = Posted.Add((entry.Request, entry.Attempt), entry.Charge),
            };

    private Ledger Add(Guid account, long amount) =>
        this with
        {
            Balances = Balances.SetItem(account, Balances.GetValueOrDefault(account) + amount),
        };
}
