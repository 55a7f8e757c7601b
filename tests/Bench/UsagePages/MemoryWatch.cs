using System.Globalization;

namespace Platform.Bench.UsagePages;

/// <summary>The largest resident memory of a process while something runs.</summary>
internal sealed class MemoryWatch(int processId)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <returns>In MB, before and at most.</returns>
    public async Task<(double Before, double Most)> DuringAsync(Task work)
    {
        var before = Read();
        var most = before;
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(Pause));
            most = Math.Max(most, Read());
        }

        return (before, most);
    }

    private double Read()
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', '\t').First(part => part.Length > 0 && char.IsDigit(part[0])), CultureInfo.InvariantCulture)
            / 1024;
    }
}
