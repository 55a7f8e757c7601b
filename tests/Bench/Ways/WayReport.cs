using System.Globalization;
using Platform.Bench.Measuring;

namespace Platform.Bench.Ways;

/// <summary>Prints medians over the rounds; what is compared is compared within a round first.</summary>
internal static class WayReport
{
    public static void Print(IReadOnlyList<WayCell> cells)
    {
        Console.WriteLine(
            """

            Streams in each protocol. Caller: what it speaks; upstream: what the model's only route speaks. x: gateway to bare YARP, which forwards the upstream's
            protocol. First token: from the request to the first text. Chunk: from the upstream's sending it to the caller's reading it. Medians.

                                            first token, us                  chunk, us                     streams/s at full speed
            caller     upstream    once       YARP gateway   added     x      YARP gateway   added     x      YARP gateway     x
            """
        );
        foreach (var cell in cells)
            Print(cell);
    }

    private static void Print(WayCell cell) =>
        Console.WriteLine(
            $"{cell.Way.Caller.Name, -11}{cell.Way.Upstream.Name, -11}{cell.Callers, 5}"
                + $"  {Compared(cell, hearing => hearing.FirstToken)}  {Compared(cell, hearing => hearing.ChunkDelay)}"
                + $"  {Of(cell, r => r.Yarp.PerSecond), 8:N0}{Of(cell, r => r.Gateway.PerSecond), 8:N0}{Of(cell, r => r.Gateway.PerSecond / r.Yarp.PerSecond), 6:0.00}"
                + (cell.Way.Native ? "  native" : "")
        );

    private static string Compared(WayCell cell, Func<Hearing, double> of) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Of(cell, r => of(r.Yarp)), 8:N0}{Of(cell, r => of(r.Gateway)), 8:N0}{Of(cell, r => of(r.Gateway) - of(r.Yarp)), 8:N0}{Of(cell, r => of(r.Gateway) / of(r.Yarp)), 6:0.00}"
        );

    private static double Of(WayCell cell, Func<(Hearing Yarp, Hearing Gateway), double> of) => Median.Of(cell.Rounds.Select(of));
}
