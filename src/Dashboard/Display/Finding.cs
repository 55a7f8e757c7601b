using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Something about an account that its owner can mend, with the way to do so.</summary>
public sealed record Finding(StatusMark Mark, string Text, string Address, string Action)
{
    private const int FewDays = 3,
        LongestName = 30;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <summary>The gravest first.</summary>
    /// <param name="failed">The failed requests of the last day.</param>
    public static IReadOnlyList<Finding> Of(
        BalanceView balance,
        Pace pace,
        IReadOnlyList<KeyRow> keys,
        IReadOnlyList<UsageRecord> failed,
        DateTimeOffset now
    ) => [.. Credit(balance, pace), .. keys.SelectMany(row => Key(row, now)), .. Failures(failed)];

    private static IEnumerable<Finding> Credit(BalanceView balance, Pace pace)
    {
        if (balance.Available <= Money.Zero && pace.Week.Requests > 0)
            yield return new(StatusMark.Bad("No credit"), "Every request is refused until you buy credit.", "~/credit", "Buy credit");
        else if (pace.DaysLeft(balance) is { } days and < FewDays)
            yield return new(
                StatusMark.Warn("Low credit"),
                days == 0 ? "At the pace of the last days it ends today." : $"At the pace of the last days it ends in {days + 1} days.",
                "~/credit",
                "Buy credit"
            );
    }

    private static IEnumerable<Finding> Key(KeyRow row, DateTimeOffset now)
    {
        var (key, name, address) = (row.Key, Short(KeyWords.Name(row.Key)), "~/tokens/" + row.Key.Id);
        if (row is { Works: true, SpentPercent: >= 100 })
            yield return new(
                StatusMark.Bad("Limit reached"),
                $"The key “{name}” has spent its limit of {row.NearestLimit} and is refused.",
                address + "/limits",
                "Raise the limit"
            );
        else if (row is { Works: true, NearsItsLimit: true })
            yield return new(
                StatusMark.Warn("Limit near"),
                $"The key “{name}” has spent {row.SpentPercent}% of its limit of {row.NearestLimit}.",
                address + "/limits",
                "Raise the limit"
            );
        if (key.Status == KeyStatus.Active && key.ExpiresAt is { } end && end > now && end - now < Soon)
            yield return new(
                StatusMark.Waiting("Ends soon"),
                $"The key “{name}” ends on {Timestamps.Day(end)}.",
                address + "/limits",
                "Move the day"
            );
    }

    private static string Short(string name) =>
        new System.Globalization.StringInfo(name) is { LengthInTextElements: > LongestName } text
            ? text.SubstringByTextElements(0, LongestName) + "…"
            : name;

    private static IEnumerable<Finding> Failures(IReadOnlyList<UsageRecord> failed) =>
        from record in failed
        where record.ErrorCode is not null
        group record by record.ErrorCode into alike
        let count = alike.Count()
        let cost = alike.Aggregate(Money.Zero, (sum, record) => sum + record.Charge)
        orderby count descending
        select new Finding(
            StatusMark.Bad("Failed"),
            $"{UsageChart.Count(count)} of the last day failed with {alike.Key}; {(count == 1 ? "it" : "they")} cost {(cost == Money.Zero ? "nothing" : Amounts.Exact(cost))}.",
            "~/errors/" + alike.Key,
            "What to do"
        );
}
