using System.Globalization;

namespace Platform.Bench.Measuring;

/// <summary>Prints medians over the rounds; ratios are taken within a round first.</summary>
internal static class Report
{
    private const double Target = 0.40;

    public static void Print(IReadOnlyList<Cell> cells)
    {
        Console.WriteLine(
            """

            Medians over the rounds. x: gateway to bare YARP. Added: to direct calls. CPU: of the servers between caller and upstream, posting included.

                           requests/s                       added p50, ms          added p99, ms          CPU/request, us
            answer  once   direct    YARP gateway    x      YARP gateway     x     YARP gateway     x     YARP gateway     x
            """
        );
        foreach (var cell in cells)
            PrintSpeed(cell);

        Console.WriteLine("\nCPU/request of the gateway by process, us; late: until the last was posted, s");
        foreach (var cell in cells)
            PrintProcesses(cell);

        Console.WriteLine();
        foreach (var kind in cells.GroupBy(Name))
            PrintMost(kind.Key, [.. kind]);
    }

    /// <summary>What each can carry, at whatever number of callers it carries most; fewer callers measure how long one waits.</summary>
    private static void PrintMost(string kind, IReadOnlyList<Cell> cells)
    {
        var (yarp, gateway) = (Most(cells, r => r.Yarp), Most(cells, r => r.Gateway));
        Console.WriteLine(
            $"Throughput, {kind}: bare YARP {yarp:N0}/s, gateway {gateway:N0}/s: {gateway / yarp:0.00}. The target is {Target:0.00}: {(gateway >= Target * yarp ? "met" : "missed")}."
        );
    }

    private static double Most(IReadOnlyList<Cell> cells, Func<(Sample Direct, Sample Yarp, Sample Gateway), Sample> of) =>
        cells.Max(cell => Median(cell, r => of(r).PerSecond));

    private static void PrintSpeed(Cell cell)
    {
        var added50 = Added(cell, sample => sample.P50);
        var added99 = Added(cell, sample => sample.P99);
        Console.WriteLine(
            $"{Name(cell), -8}{cell.Callers, 4}"
                + $"{Median(cell, r => r.Direct.PerSecond), 9:N0}{Median(cell, r => r.Yarp.PerSecond), 8:N0}{Median(cell, r => r.Gateway.PerSecond), 8:N0}{Throughput(cell), 7:0.00}"
                + $"  {added50.Yarp, 8:0.00}{added50.Gateway, 8:0.00}{added50.Ratio, 6}"
                + $"  {added99.Yarp, 7:0.00}{added99.Gateway, 8:0.00}{added99.Ratio, 6}"
                + $"  {Median(cell, r => r.Yarp.CpuTotal), 7:0}{Median(cell, r => r.Gateway.CpuTotal), 8:0}{Median(cell, r => r.Gateway.CpuTotal / r.Yarp.CpuTotal), 6:0.0}"
        );
    }

    private static void PrintProcesses(Cell cell) =>
        Console.WriteLine(
            $"{Name(cell), -8}{cell.Callers, 4}   "
                + string.Join("  ", cell.Rounds[0].Gateway.Cpu.Keys.Select(name => $"{name} {Median(cell, r => r.Gateway.Cpu[name]), 4:0}"))
                + $"  late {Median(cell, r => r.Gateway.Late.TotalSeconds):0.0}"
        );

    private static double Throughput(Cell cell) => Median(cell, r => r.Gateway.PerSecond / r.Yarp.PerSecond);

    /// <summary>The ratio has no meaning where the bare YARP added nothing that could be measured.</summary>
    private static (double Yarp, double Gateway, string Ratio) Added(Cell cell, Func<Sample, double> latency)
    {
        var yarp = Median(cell, r => latency(r.Yarp) - latency(r.Direct));
        var gateway = Median(cell, r => latency(r.Gateway) - latency(r.Direct));
        return (yarp, gateway, yarp > 0 ? (gateway / yarp).ToString("0.0", CultureInfo.InvariantCulture) : "-");
    }

    private static double Median(Cell cell, Func<(Sample Direct, Sample Yarp, Sample Gateway), double> of) =>
        Measuring.Median.Of(cell.Rounds.Select(of));

    private static string Name(Cell cell) => cell.Stream ? "stream" : "whole";
}
