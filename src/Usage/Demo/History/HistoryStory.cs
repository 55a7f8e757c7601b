using Platform.Contracts;

namespace Platform.Usage.Demo.History;

/// <summary>
/// The steps of the history in the order of their times: requests as long as credit lasts, then one that is refused, and a payment after
/// which work goes on; and the mistakes that people make. The same begin gives the same steps.
/// </summary>
internal sealed class HistoryStory(DateTimeOffset begin, Money welcome, PackView pack)
{
    private const ulong Seed = 0x44454D4F;

    private static readonly Money Low = Money.FromUsd(0.35m);

    private readonly Dice dice = new(Seed);
    private readonly List<HistoryStep> steps = [];
    private Money credit = welcome;

    public static IReadOnlyList<HistoryStep> Tell(DateTimeOffset begin, Money welcome, PackView pack) =>
        new HistoryStory(begin, welcome, pack).Tell();

    private List<HistoryStep> Tell()
    {
        var end = begin + DemoKeys.Span;
        foreach (var request in new DeveloperDays(dice, begin, end).Requests())
            Ask(request);
        steps.AddRange(new Mistakes(dice).Between(begin, end));
        // A payment page that was opened and left.
        steps.Add(Checkout(end.AddDays(-2).AddHours(-3), null));
        steps.Sort((a, b) => a.At.CompareTo(b.At));
        return steps;
    }

    private void Ask(RequestDraft request)
    {
        if (credit < Low)
            TopUp(request);
        var asked = request.ToEvent();
        // What was asked for while the payment was made waits for it.
        if (steps.OfType<CheckoutStep>().LastOrDefault() is { Result: PaymentEventKind.Paid } paid && asked.StartedAt < paid.At + paid.Took)
            return;
        credit -= asked.Charge;
        steps.Add(new RequestStep(asked));
    }

    private void TopUp(RequestDraft request)
    {
        var at = request.At;
        for (var again = 0; again < 2; again++, at = at.AddSeconds(3))
            steps.Add(new RefusalStep(Mistakes.OutOfCredit(dice, request, at)));
        // The first card is declined once.
        if (!steps.OfType<CheckoutStep>().Any())
            steps.Add(Checkout(at.AddSeconds(50), PaymentEventKind.Declined));
        steps.Add(Checkout(at.AddSeconds(130), PaymentEventKind.Paid));
        credit += pack.Credit;
    }

    private CheckoutStep Checkout(DateTimeOffset at, PaymentEventKind? result) =>
        new(RequestDraft.IdAt(at, dice.Next()), at, result, TimeSpan.FromSeconds(dice.Between(18, 55)));
}
