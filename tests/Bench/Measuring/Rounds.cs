using Platform.Bench.Load;

namespace Platform.Bench.Measuring;

/// <summary>One kind of load, and what each variant made of it in each round, all three of a round right after one another.</summary>
internal sealed record Cell(bool Stream, int Callers, List<(Sample Direct, Sample Yarp, Sample Gateway)> Rounds);

/// <summary>
/// Takes the variants in turn, again and again. A machine that others use too is now faster and now slower; what is compared is
/// therefore only what was measured within seconds of each other.
/// </summary>
internal sealed class Rounds(LoadGenerator generator, Backlog backlog, BenchOptions options)
{
    private const int WarmUpSlices = 4;

    /// <summary>The servers compile what is hot, again after tens of thousands of requests.</summary>
    private async Task WarmUpAsync(Variants variants)
    {
        var slice = options.WarmUp / (WarmUpSlices * 2);
        for (var i = 0; i < WarmUpSlices && slice > TimeSpan.Zero; i++)
            foreach (var variant in variants.InTurn)
            foreach (var stream in (bool[])[false, true])
                await generator.RunAsync(variant.Target, stream, options.Levels.Max(), slice);
        await backlog.PostedAsync();
    }

    public async Task<IReadOnlyList<Cell>> MeasureAsync(Variants variants)
    {
        await WarmUpAsync(variants);
        Cell[] cells = [.. from stream in (bool[])[false, true] from level in options.Levels select new Cell(stream, level, [])];
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var cell in cells)
                cell.Rounds.Add(
                    (await TakeAsync(variants.Direct, cell), await TakeAsync(variants.Yarp, cell), await TakeAsync(variants.Gateway, cell))
                );
            Console.WriteLine($"Round {round} of {options.Rounds} done.");
        }

        return cells;
    }

    private Task<Sample> TakeAsync(Variant variant, Cell cell) =>
        Sample.TakeAsync(variant, () => generator.RunAsync(variant.Target, cell.Stream, cell.Callers, options.Window), backlog.PostedAsync);
}
