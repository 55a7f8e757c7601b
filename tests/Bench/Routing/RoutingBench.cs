using Platform.Bench.Load;
using Platform.Bench.Measuring;
using Platform.Bench.Running;

namespace Platform.Bench.Routing;

/// <summary>
/// What the choice among routes and all limits cost: the same requests at the same gateway, by turns for a model with one route and a key
/// without limits, and for <see cref="RoutedModel"/> and a key with all of them.
/// </summary>
internal sealed class RoutingBench(LoadGenerator generator, Backlog backlog, BenchOptions options)
{
    public static TimeSpan Length(BenchOptions options) =>
        2 * options.WarmUp + options.Rounds * options.Levels.Count * 2 * 2 * options.Window;

    public async Task RunAsync(RunningPlatform platform, Variant plain)
    {
        var keys = await Payers.RegisterAsync(platform, "limited", RoutedModel.Limited);
        var routed = plain with { Name = "routed", Target = new Target(platform.Gateway, Question.Chat, RoutedModel.Id, keys) };
        foreach (var variant in (Variant[])[plain, routed, plain, routed])
        foreach (var stream in (bool[])[false, true])
            await generator.RunAsync(variant.Target, stream, options.Levels.Max(), options.WarmUp / 4);
        await backlog.PostedAsync();
        Console.WriteLine(
            "\nOne route and no limits of the key, and three routes and all limits, by turns. Ratios: routed to plain, by pairs.\n"
        );
        foreach (var stream in (bool[])[false, true])
        foreach (var callers in options.Levels)
            Print(stream, callers, await PairsAsync(plain, routed, stream, callers));
    }

    /// <summary>Each pair right after one another, and the first of a pair the second of the next: what drifts meets both alike.</summary>
    private async Task<List<(Sample Plain, Sample Routed)>> PairsAsync(Variant plain, Variant routed, bool stream, int callers)
    {
        var pairs = new List<(Sample, Sample)>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var first = await TakeAsync(round % 2 == 0 ? plain : routed, stream, callers);
            var second = await TakeAsync(round % 2 == 0 ? routed : plain, stream, callers);
            pairs.Add(round % 2 == 0 ? (first, second) : (second, first));
        }

        return pairs;
    }

    private Task<Sample> TakeAsync(Variant variant, bool stream, int callers) =>
        Sample.TakeAsync(variant, () => generator.RunAsync(variant.Target, stream, callers, options.Window), backlog.PostedAsync);

    private static void Print(bool stream, int callers, List<(Sample Plain, Sample Routed)> pairs)
    {
        double Of(Func<(Sample Plain, Sample Routed), double> value) => Median.Of(pairs.Select(value));
        var ratios = pairs.Select(pair => pair.Routed.PerSecond / pair.Plain.PerSecond).Order().ToArray();
        Console.WriteLine(
            $"{(stream ? "stream" : "whole"), -8}{callers, 4}  requests/s: {Of(pair => pair.Plain.PerSecond), 7:N0} and {Of(pair => pair.Routed.PerSecond), 7:N0}"
                + $"  ratio {Median.Of(ratios):0.000}, middle half {ratios[ratios.Length / 4]:0.000} to {ratios[ratios.Length * 3 / 4]:0.000}"
                + $"  CPU/request: {Of(pair => pair.Plain.CpuTotal), 4:0} and {Of(pair => pair.Routed.CpuTotal), 4:0} us, ratio {Of(pair => pair.Routed.CpuTotal / pair.Plain.CpuTotal):0.000}"
                + $" (gateway {Of(pair => pair.Routed.Cpu["gateway"] / pair.Plain.Cpu["gateway"]):0.000}, redis {Of(pair => pair.Routed.Cpu["redis"] / pair.Plain.Cpu["redis"]):0.000})"
        );
    }
}
