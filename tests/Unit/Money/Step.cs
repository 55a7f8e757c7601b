using FsCheck;
using FsCheck.Fluent;

namespace Platform.Tests.Unit.MoneyCore;

internal enum StepKind
{
    TopUp,
    Refund,
    Carry,
    CarryUnmarked,
    CarryStale,
    Admit,
    Extend,
    Settle,
    SettleToJournal,
    SettleUnconfirmed,
    SettleAgain,
    Replay,
    PassTime,
    Sweep,
    Post,
    PostUnacknowledged,
    Look,
    Flush,
    Save,
    Restore,
    Close,
    Fill,
    GatewayDies,
    Midnight,
}

/// <summary>
/// One thing that happens. The numbers choose among what there is at that time, so that any part of a history is one as well.
/// </summary>
internal sealed record Step(StepKind Kind, int Which, int Amount)
{
    private static readonly (int Weight, StepKind Kind)[] Weights =
    [
        (3, StepKind.TopUp),
        (1, StepKind.Refund),
        (3, StepKind.Carry),
        (1, StepKind.CarryUnmarked),
        (1, StepKind.CarryStale),
        (10, StepKind.Admit),
        (4, StepKind.Extend),
        (6, StepKind.Settle),
        (2, StepKind.SettleToJournal),
        (2, StepKind.SettleUnconfirmed),
        (2, StepKind.SettleAgain),
        (1, StepKind.Replay),
        (3, StepKind.PassTime),
        (2, StepKind.Sweep),
        (3, StepKind.Post),
        (1, StepKind.PostUnacknowledged),
        (2, StepKind.Look),
        (1, StepKind.Flush),
        (1, StepKind.Save),
        (1, StepKind.Restore),
        (1, StepKind.Close),
        (4, StepKind.Fill),
        (1, StepKind.GatewayDies),
        (2, StepKind.Midnight),
    ];

    /// <summary>Histories; those found wrong are made shorter, and what is left is printed with the seed.</summary>
    public static Arbitrary<Step[]> Histories(int length)
    {
        var step =
            from kind in Gen.Frequency(Weights.Select(weight => (weight.Weight, Gen.Constant(weight.Kind))))
            from which in Gen.Choose(0, 59)
            from amount in Gen.Choose(1, 120)
            select new Step(kind, which, amount);
        return Arb.From(step.ArrayOf(length), Shorter);
    }

    private static IEnumerable<Step[]> Shorter(Step[] history)
    {
        for (var size = history.Length / 2; size > 0; size /= 2)
        for (var start = 0; start + size <= history.Length; start += size)
            yield return [.. history[..start], .. history[(start + size)..]];
    }

    public override string ToString() => $"{Kind}({Which}, {Amount})";
}
