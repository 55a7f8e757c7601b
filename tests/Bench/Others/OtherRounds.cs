using Platform.Bench.Load;
using Platform.Bench.Measuring;

namespace Platform.Bench.Others;

/// <summary>Everybody in turn, again and again, for the reason that <see cref="Rounds"/> gives: the gateway, a bare YARP, and others.</summary>
internal sealed class OtherRounds(LoadGenerator generator, Backlog backlog, BenchOptions options)
{
    public static TimeSpan Length(BenchOptions options) =>
        (options.Others.Count + 3) * (options.WarmUp + options.Rounds * options.Levels.Count * 2 * options.Window);

    public async Task<IReadOnlyList<(bool Stream, int Callers, IReadOnlyDictionary<string, List<Sample>> Samples)>> MeasureAsync(
        IReadOnlyList<Variant> variants
    )
    {
        foreach (var variant in variants)
        foreach (var stream in (bool[])[false, true])
            await generator.RunAsync(variant.Target, stream, options.Levels.Max(), options.WarmUp / 2);
        await backlog.PostedAsync();
        var cells = (
            from stream in (bool[])[false, true]
            from level in options.Levels
            select (Stream: stream, Callers: level, Samples: variants.ToDictionary(variant => variant.Name, _ => new List<Sample>()))
        ).ToArray();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var cell in cells)
            foreach (var variant in variants)
                cell.Samples[variant.Name]
                    .Add(
                        await Sample.TakeAsync(
                            variant,
                            () => generator.RunAsync(variant.Target, cell.Stream, cell.Callers, options.Window),
                            backlog.PostedAsync
                        )
                    );
            Console.WriteLine($"Round {round} of {options.Rounds} beside others done.");
        }

        return [.. cells.Select(cell => (cell.Stream, cell.Callers, (IReadOnlyDictionary<string, List<Sample>>)cell.Samples))];
    }

    public static IReadOnlyList<Variant> Variants(Variants ours, IReadOnlyList<OtherProxy> others) =>
        [
            .. ours.InTurn,
            .. others.Select(other => new Variant(
                other.Name,
                new Target(other.Address, Question.Chat, Variant.OtherModel(Question.Chat), [Variant.UpstreamKey], headers: other.Headers),
                [new Server(other.Name, other.Id)]
            )),
        ];

    public static void Print(IReadOnlyList<(bool Stream, int Callers, IReadOnlyDictionary<string, List<Sample>> Samples)> cells)
    {
        Console.WriteLine(
            "\nBeside others. Medians over the rounds: requests/s, p50 and p99 in ms, CPU of what stands between, us/request.\n"
        );
        foreach (var (stream, callers, samples) in cells)
        foreach (var (name, taken) in samples)
            Console.WriteLine(
                $"{(stream ? "stream" : "whole"), -8}{callers, 4}  {name, -10}{Of(taken, s => s.PerSecond), 9:N0}"
                    + $"{Of(taken, s => s.P50), 9:0.00}{Of(taken, s => s.P99), 9:0.00}{Of(taken, s => s.CpuTotal), 8:0}"
                    + $"   gateway: {Of(samples["gateway"], s => s.PerSecond) / Of(taken, s => s.PerSecond):0.00} times"
            );
    }

    private static double Of(List<Sample> taken, Func<Sample, double> of) => Median.Of(taken.Select(of));
}
