using System.Diagnostics;
using Platform.Bench.Load;

namespace Platform.Bench.Measuring;

/// <summary>One variant, measured once.</summary>
/// <param name="Cpu">CPU time of each of the variant's servers, in microseconds a request.</param>
/// <param name="Late">How long it took to post what was settled, after the last answer.</param>
internal sealed record Sample(double PerSecond, double P50, double P99, IReadOnlyDictionary<string, double> Cpu, TimeSpan Late)
{
    public double CpuTotal => Cpu.Values.Sum();

    public static async Task<Sample> TakeAsync(Variant variant, Func<Task<Window>> load, Func<Task> finish)
    {
        var before = variant.Servers.ToDictionary(server => server.Name, server => server.CpuTime);
        var window = await load();
        var ended = Stopwatch.GetTimestamp();
        await finish();
        var late = Stopwatch.GetElapsedTime(ended);
        var cpu = variant.Servers.ToDictionary(
            server => server.Name,
            server => (server.CpuTime - before[server.Name]).TotalMicroseconds / window.Requests
        );
        return new Sample(window.PerSecond, window.Percentile(0.50), window.Percentile(0.99), cpu, late);
    }
}
