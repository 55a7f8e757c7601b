using System.Diagnostics;
using System.Globalization;
using System.Text;
using Platform.Tests.Fuzz.Mutation;

namespace Platform.Tests.Fuzz;

/// <summary>
/// Mutates the corpus and runs a target on it until its time is over. A run is repeated by its seed: the environment variable
/// <c>FUZZ_SEED</c>. What fails is written to a file whose name the failure tells; put it into the corpus, so that it stays mended.
/// </summary>
internal static class Fuzzer
{
    /// <summary>What a body may cost at most: bytes allocated for each of its own, beside a fixed part.</summary>
    private const long BytesEach = 400,
        BytesFixed = 2 * 1024 * 1024;

    private static readonly int Seed = int.TryParse(
        Environment.GetEnvironmentVariable("FUZZ_SEED"),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var seed
    )
        ? seed
        : Random.Shared.Next();

    /// <returns>How many bodies were read.</returns>
    public static long Run(FuzzTarget target, TimeSpan time)
    {
        var random = new Random(Seed);
        var json = new JsonMutator(random);
        var stream = new StreamMutator(random, json);
        foreach (var body in target.Seeds)
            Check(target, body, random);
        var (runs, clock) = (0L, Stopwatch.StartNew());
        for (; clock.Elapsed < time; runs++)
        {
            var body = target.Seeds[random.Next(target.Seeds.Length)];
            Check(target, target.IsStream ? stream.Mutate(body, target.Seeds) : json.Mutate(body, target.Seeds), random);
        }

        return runs + target.Seeds.Length;
    }

    private static void Check(FuzzTarget target, byte[] body, Random random)
    {
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            target.Run(body, random);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            OracleException.Require(
                allocated <= BytesFixed + BytesEach * body.Length,
                $"{allocated} bytes were allocated for {body.Length}"
            );
        }
        catch (Exception e)
        {
            var file = Path.Combine(Path.GetTempPath(), $"fuzz-{target.Name.Replace(' ', '-')}-{Guid.NewGuid():N}");
            File.WriteAllBytes(file, body);
            var shown = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 2_000));
            throw new InvalidOperationException($"{target.Name}, FUZZ_SEED={Seed}, body in {file}: {e.Message}\n{shown}", e);
        }
    }
}
