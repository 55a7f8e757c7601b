using System.Globalization;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Public;

/// <summary>Measured figures in words. What too few requests stand behind is a dash.</summary>
public static class Measures
{
    public const string None = "–";

    /// <summary>To a tenth of a percent, never rounded up to all: <c>99.9 %</c>.</summary>
    public static string Share(double? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{Math.Truncate(known * 1_000) / 10:0.0} %") : None;

    public static string Duration(long? milliseconds) => milliseconds is { } known ? Timestamps.Duration(known) : None;

    /// <summary>A share as a state.</summary>
    public static StatusMark Mark(double? share) =>
        share switch
        {
            null => StatusMark.Off("Too few requests"),
            >= 0.99 => StatusMark.Good("Works"),
            >= 0.9 => StatusMark.Warn("Some requests fail"),
            _ => StatusMark.Bad("Many requests fail"),
        };
}
