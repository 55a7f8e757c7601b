using System.Globalization;
using Platform.Contracts;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Public;

/// <summary>One day of a strip: how high it stands, and its class. A day of which too little is known is a stub.</summary>
public sealed record StripDay(DateOnly Day, double? Share, string Kind, int Height)
{
    public string Text =>
        $"{Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {(Share is null ? "too few requests" : Measures.Share(Share))}";
}

/// <summary>The success of each of 90 days, drawn in a row.</summary>
/// <param name="Name">What it is of, for who does not see it.</param>
public sealed record DayStrip(string Name, MeasuredFigures Figures, IReadOnlyList<StripDay> Days)
{
    private const int Whole = 40,
        Stub = 6;

    public static DayStrip Of(string name, MeasuredFigures figures, DateOnly today) =>
        new(name, figures, [.. figures.Days.Select((share, index) => DayOf(today.AddDays(index + 1 - figures.Days.Count), share))]);

    /// <summary>In words: all that the drawing says.</summary>
    public string Summary =>
        Known.Length == 0
            ? $"{Name}: too few requests on each of {Amounts.Count(Days.Count, "day")}."
            : $"{Name}: {Known.Length} of {Days.Count} days are known; the worst, {Known.MinBy(day => day.Share)!.Text}.";

    private StripDay[] Known => [.. Days.Where(day => day.Share is not null)];

    /// <summary>The worse, the shorter, so that colour is not needed.</summary>
    private static StripDay DayOf(DateOnly day, double? share) =>
        share is null
            ? new StripDay(day, null, "none", Stub)
            : new StripDay(
                day,
                share,
                Measures.Mark(share).Kind,
                share switch
                {
                    >= 0.99 => Whole,
                    >= 0.9 => Whole * 3 / 4,
                    _ => Whole / 2,
                }
            );
}
