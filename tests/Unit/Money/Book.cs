using System.Collections.Immutable;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>A top-up or a refund on its way to the till.</summary>
internal sealed record Transfer(Guid Id, Guid Account, long Amount);

/// <summary>The book as it should be, without PostgreSQL.</summary>
/// <param name="Booked">Ledger references of usage, each once: request and attempt.</param>
/// <param name="Waiting">The outbox.</param>
internal sealed record Book(
    ImmutableSortedDictionary<Guid, long> Balances,
    ImmutableSortedDictionary<string, long> Spent,
    ImmutableSortedSet<(string Request, int Attempt)> Booked,
    ImmutableList<Transfer> Waiting
)
{
    public static Book Empty { get; } =
        new(ImmutableSortedDictionary<Guid, long>.Empty, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal), [], []);

    public IEnumerable<string> Settled => Booked.Where(reference => reference.Attempt > 0).Select(reference => reference.Request);

    public Book Transfer(Transfer transfer) => Add(transfer.Account, transfer.Amount) with { Waiting = Waiting.Add(transfer) };

    public Book Enter(Entry entry) =>
        Booked.Contains((entry.Request, entry.Attempt))
            ? this
            : Add(entry.Payer.Account, -entry.Charge) with
            {
                Spent = Spent.SetItem(entry.Payer.Budget, Spent.GetValueOrDefault(entry.Payer.Budget) + entry.Charge),
                Booked = Booked.Add((entry.Request, entry.Attempt)),
            };

    private Book Add(Guid account, long amount) =>
        this with
        {
            Balances = Balances.SetItem(account, Balances.GetValueOrDefault(account) + amount),
        };
}
