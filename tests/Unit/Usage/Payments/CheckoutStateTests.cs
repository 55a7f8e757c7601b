using Platform.Contracts;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Providers;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

/// <summary>
/// Whatever order a provider's events come in, and however often, the ledger ends the same. Every permutation is tried, each with every
/// single event repeated at every later place, by the same steps as the intake takes them.
/// </summary>
public sealed class CheckoutStateTests
{
    private static readonly CheckoutTerms Terms = new(new Money(5_000_000_000), new Money(6_000_000_001));

    private static readonly PaymentEvent Paid = Event("paid", PaymentEventKind.Paid, 5_000_000_000),
        PaidAgain = Event("paid again", PaymentEventKind.Paid, 5_000_000_000),
        PaidTooLittle = Event("paid too little", PaymentEventKind.Paid, 4_990_000_000),
        Declined = Event("declined", PaymentEventKind.Declined, 0),
        Expired = Event("expired", PaymentEventKind.Expired, 0),
        SomeRefunded = Event("some refunded", PaymentEventKind.Refunded, 1_230_000_000),
        MoreRefunded = Event("more refunded", PaymentEventKind.Refunded, 3_330_000_000),
        Refunded = Event("refunded", PaymentEventKind.Refunded, 5_000_000_000),
        Opened = Event("opened", PaymentEventKind.DisputeOpened, 5_000_000_000, "dp_1"),
        Won = Event("won", PaymentEventKind.DisputeWon, 5_000_000_000, "dp_1"),
        Lost = Event("lost", PaymentEventKind.DisputeLost, 5_000_000_000, "dp_1"),
        AnotherOpened = Event("another opened", PaymentEventKind.DisputeOpened, 2_000_000_000, "dp_2");

    private static readonly Dictionary<string, (PaymentEvent[] Events, long Credit, CheckoutStatus Status)> Histories = new()
    {
        ["paid"] = ([Paid, PaidAgain], 6_000_000_001, CheckoutStatus.Paid),
        ["tried again"] = ([Declined, Expired, Paid], 6_000_000_001, CheckoutStatus.Paid),
        ["never paid"] = ([Declined, Expired], 0, CheckoutStatus.Declined),
        ["expired"] = ([Expired], 0, CheckoutStatus.Expired),
        ["wrong amount"] = ([PaidTooLittle, Refunded, Opened], 0, CheckoutStatus.Pending),
        ["only taken back"] = ([Refunded, Opened, Won], 0, CheckoutStatus.Pending),
        ["refunded"] = ([Paid, SomeRefunded, MoreRefunded, Refunded], 0, CheckoutStatus.Refunded),
        // 6.000000001 - ceil(6.000000001 * 3.33 / 5)
        ["partly refunded"] = ([Paid, MoreRefunded, SomeRefunded], 2_004_000_000, CheckoutStatus.Paid),
        ["refunded, dispute won"] = ([Paid, Refunded, Opened, Won], 0, CheckoutStatus.Refunded),
        ["dispute won"] = ([Paid, Opened, Won], 6_000_000_001, CheckoutStatus.Paid),
        ["dispute lost"] = ([Paid, Opened, Lost], 0, CheckoutStatus.Disputed),
        ["disputed and refunded"] = ([Paid, Opened, Refunded], 0, CheckoutStatus.Refunded),
        ["partly refunded, dispute won"] = ([Paid, SomeRefunded, Opened, Won], 4_524_000_000, CheckoutStatus.Paid),
        ["two disputes and a refund"] = ([Paid, SomeRefunded, Opened, AnotherOpened, Lost], 0, CheckoutStatus.Disputed),
        ["one of two disputes won"] = ([Paid, SomeRefunded, Opened, AnotherOpened, Won], 2_124_000_000, CheckoutStatus.Disputed),
    };

    public static TheoryData<string> Names => [.. Histories.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_order_with_every_repeat_ends_the_same(string history)
    {
        var (events, credit, status) = Histories[history];
        Ledger? first = null;
        foreach (var order in Permutations(events).SelectMany(WithRepeats))
        {
            var ledger = new Ledger();
            foreach (var e in order)
                ledger.Take(e);
            first ??= ledger;
            var story = $"{history}: {string.Join(", ", order.Select(e => e.Id))}";
            Assert.True(ledger.Position == first.Position, $"{story} ends as {ledger.Position} and not as {first.Position}");
            Assert.True(credit == ledger.Position.Customer.NanoUsd, $"{story} leaves {ledger.Position.Customer.NanoUsd} and not {credit}");
            Assert.Equal(status, ledger.Status);
        }
    }

    [Fact]
    public void What_came_before_the_payment_is_posted_after_it_as_what_it_was()
    {
        var movements = CheckoutMovement.Between(
            Terms,
            CheckoutState.Unpaid,
            CheckoutState.From(Terms.Price, [AnotherOpened, SomeRefunded, Paid])
        );

        Assert.Equal(["purchase", "refund", "dispute"], movements.Select(move => move.Kind));
        Assert.Equal([6_000_000_001, -1_476_000_001, -2_400_000_000], movements.Select(move => move.Change.Customer.NanoUsd));
        Assert.Equal(
            [("customer", -1_476_000_001), ("sandbox_cash", 1_230_000_000), ("promo", 246_000_001)],
            movements[1].Change.Entries("sandbox_cash").Select(entry => (entry.LedgerAccount, entry.Amount.NanoUsd))
        );
    }

    [Fact]
    public void An_event_with_a_problem_counts_for_nothing() =>
        Assert.Equal(CheckoutState.Unpaid, CheckoutState.From(Terms.Price, [Paid with { Problem = "The currency is eur and not usd." }]));

    private static PaymentEvent Event(string id, PaymentEventKind kind, long amount, string? dispute = null) =>
        new(id, kind, null, "pi_1", new Money(amount), dispute);

    private static IEnumerable<PaymentEvent[]> Permutations(PaymentEvent[] events) =>
        events.Length <= 1
            ? [events]
            : events.SelectMany(
                (e, i) => Permutations([.. events[..i], .. events[(i + 1)..]]).Select(rest => (PaymentEvent[])[e, .. rest])
            );

    private static IEnumerable<PaymentEvent[]> WithRepeats(PaymentEvent[] order)
    {
        yield return order;
        for (var which = 0; which < order.Length; which++)
        for (var place = which + 1; place <= order.Length; place++)
            yield return [.. order[..place], order[which], .. order[place..]];
    }

    /// <summary>The database's part: events once by id, and the sum of all movements.</summary>
    private sealed class Ledger
    {
        private readonly List<PaymentEvent> events = [];
        private CheckoutState posted = CheckoutState.Unpaid;

        public CheckoutPosition Position { get; private set; } = CheckoutPosition.Zero;

        public CheckoutStatus Status => posted.Status(Terms.Price, events);

        public void Take(PaymentEvent e)
        {
            if (events.Any(known => known.Id == e.Id))
                return;
            events.Add(e);
            var state = CheckoutState.From(Terms.Price, events);
            foreach (var move in CheckoutMovement.Between(Terms, posted, state))
            {
                var entries = move.Change.Entries("sandbox_cash");
                Assert.Equal(0, entries.Sum(entry => entry.Amount.NanoUsd));
                Assert.DoesNotContain(entries, entry => entry.Amount == Money.Zero);
                Assert.NotEmpty(entries);
                Position = new CheckoutPosition(
                    Position.Customer + move.Change.Customer,
                    Position.Cash + move.Change.Cash,
                    Position.Disputes + move.Change.Disputes,
                    Position.Promo + move.Change.Promo
                );
            }

            posted = state;
        }
    }
}
