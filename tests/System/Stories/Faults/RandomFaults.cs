using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace Platform.Tests.Stories.Faults;

/// <summary>
/// One fault after another, by chance, each in the middle of load and ended by the whole proof. <c>FAULT_MINUTES=30</c> makes it long,
/// <c>FAULT_SEED</c> repeats a run, and <c>FAULT_ONLY=redis</c> takes only faults with that word in their names; without them it lasts
/// about a minute.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class RandomFaults(FaultPlatform platform, ITestOutputHelper output)
{
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(
        double.Parse(Environment.GetEnvironmentVariable("FAULT_MINUTES") ?? "0.75", CultureInfo.InvariantCulture)
    );

    private static readonly string Only = Environment.GetEnvironmentVariable("FAULT_ONLY") ?? "";

    private static readonly string Seed = Environment.GetEnvironmentVariable("FAULT_SEED") ?? RandomNumberGenerator.GetHexString(8);

    [Fact]
    public async Task Whatever_happens_everything_is_paid_once()
    {
        var faults = new FaultScenarios(platform).All.Where(fault => fault.Name.Contains(Only, StringComparison.Ordinal)).ToArray();
        var running = Stopwatch.StartNew();
        for (var turn = 0; running.Elapsed < Time; turn++)
        {
            var (name, fault) = faults[Chance(turn, faults.Length)];
            var what = $"{running.Elapsed:mm\\:ss} turn {turn} of FAULT_SEED={Seed}: {name}";
            output.WriteLine(what);
            Console.WriteLine(what);
            try
            {
                await (await BackgroundLoad.PrepareAsync(platform)).ThroughAsync(fault);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(what, e);
            }
        }
    }

    /// <summary>The same for the same seed and turn, on every machine.</summary>
    private static int Chance(int turn, int below) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{turn}"))) % (uint)below);
}
