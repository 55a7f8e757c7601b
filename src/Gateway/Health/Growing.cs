namespace Platform.Gateway.Health;

/// <summary>A pause that doubles with each time in a row, up to a bound.</summary>
internal static class Growing
{
    private const int MaxDoublings = 30;

    /// <param name="times">One for the first.</param>
    public static TimeSpan Pause(TimeSpan first, TimeSpan longest, int times)
    {
        var pause = first * Math.Pow(2, Math.Clamp(times - 1, 0, MaxDoublings));
        return pause < longest ? pause : longest;
    }
}
