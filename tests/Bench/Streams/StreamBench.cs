using System.Diagnostics;
using Platform.Bench.Load;
using Platform.Bench.Measuring;
using Platform.Bench.Running;

namespace Platform.Bench.Streams;

/// <summary>What the gateway's memory and CPU are while many streams are open at once.</summary>
internal static class StreamBench
{
    private const int Streams = 1000,
        MaxKilobytes = 150;

    /// <summary>Two chunks a second for half a minute.</summary>
    private const string Pace = "chunk-delay=500ms, tokens=260";

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    /// <summary>True when the memory is within its bound.</summary>
    public static async Task<bool> RunAsync(RunningPlatform platform, IReadOnlyList<string> keys)
    {
        using var generator = new LoadGenerator();
        var model = Variant.GatewayModel(Question.Chat);
        // Compiled, and with the connections to the upstream.
        await generator.RunAsync(new Target(platform.Gateway, Question.Chat, model, keys), stream: true, 64, TimeSpan.FromSeconds(8));
        var gateway = new Server("gateway", platform.ProcessId("gateway"));
        var before = gateway.Memory;

        var target = new Target(platform.Gateway, Question.Chat, model, keys, Pace);
        var running = generator.RunAsync(target, stream: true, Streams, TimeSpan.FromSeconds(4));
        await Task.Delay(TimeSpan.FromSeconds(8));
        var (cpu, since) = (gateway.CpuTime, Stopwatch.GetTimestamp());
        await Task.Delay(Watched);
        var used = (gateway.CpuTime - cpu) / Stopwatch.GetElapsedTime(since);
        var during = gateway.Memory;
        var window = await running;

        var each = (during - before) / 1024.0 / Streams;
        Console.WriteLine(
            $"""

            {window.Requests} streams at once of two chunks a second: the gateway's memory (RSS) grew from {before / 1048576.0:0} to {during
                / 1048576.0:0} MiB,
            {each:0} KiB a stream (at most {MaxKilobytes}: {(each <= MaxKilobytes ? "met" : "missed")}), and it used {used
                * 100:0} % of a core.
            """
        );
        return each <= MaxKilobytes;
    }
}
