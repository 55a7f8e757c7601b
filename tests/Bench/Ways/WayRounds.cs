using Platform.Bench.Load;
using Platform.Bench.Measuring;

namespace Platform.Bench.Ways;

/// <summary>
/// One way at so many callers, and in each round what it was and what the bare YARP to the same upstream was, right before.
/// </summary>
internal sealed record WayCell(Way Way, int Callers, List<(Hearing Yarp, Hearing Gateway)> Rounds);

/// <summary>
/// Takes the ways in turn, for the reason <see cref="Rounds"/> gives. Chunks are listened to in streams with pauses, where each finds
/// everybody idle, as a model's tokens do; the throughput is that of streams without.
/// </summary>
internal sealed class WayRounds(LoadGenerator generator, Backlog backlog, BenchOptions options)
{
    private const int AllWays = 12;

    private static readonly int[] Levels = [1, 8];

    /// <summary>Half as long at full speed as with pauses, and for each way one eighth of a variant's time to warm up.</summary>
    public static TimeSpan Length(BenchOptions options) =>
        AllWays * (options.WarmUp / 8 + options.Rounds * Levels.Length * Listening(options) * 1.5);

    public async Task<IReadOnlyList<WayCell>> MeasureAsync(IReadOnlyList<Destination> destinations)
    {
        await WarmUpAsync(destinations);
        var cells = (
            from level in Levels
            from destination in destinations
            select (Destination: destination, Level: level, Cells: destination.Ways.Select(way => new WayCell(way, level, [])).ToArray())
        ).ToArray();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var (destination, level, ways) in cells)
            {
                var yarp = await HearAsync(destination.Yarp, level);
                foreach (var cell in ways)
                    cell.Rounds.Add((yarp, SameAnswer(yarp, await HearAsync(cell.Way, level))));
            }

            Console.WriteLine($"Round {round} of {options.Rounds} through the protocols done.");
        }

        return [.. cells.SelectMany(cell => cell.Cells)];
    }

    private static TimeSpan Listening(BenchOptions options) => options.Window / 2;

    /// <summary>Every translation is code of its own, to be compiled and compiled again.</summary>
    private async Task WarmUpAsync(IReadOnlyList<Destination> destinations)
    {
        foreach (var way in destinations.SelectMany(destination => destination.Ways.Prepend(destination.Yarp)))
            await generator.RunAsync(way.Full, stream: true, Levels.Max(), options.WarmUp / 8);
        await backlog.PostedAsync();
    }

    /// <exception cref="InvalidOperationException">Chunks were put together on the way, and their delays do not compare.</exception>
    private static Hearing SameAnswer(Hearing yarp, Hearing gateway) =>
        yarp.Chunks == gateway.Chunks
            ? gateway
            : throw new InvalidOperationException(
                $"What the upstream sends in {yarp.Chunks} chunks came through the gateway in {gateway.Chunks}."
            );

    private async Task<Hearing> HearAsync(Way way, int callers)
    {
        var timings = await generator.ListenAsync(way.Paced, callers, Listening(options));
        await backlog.PostedAsync();
        var full = await generator.RunAsync(way.Full, stream: true, callers, Listening(options) / 2);
        await backlog.PostedAsync();
        return Hearing.Of(timings, full);
    }
}
