using System.Diagnostics;
using System.Globalization;

namespace Platform.Bench.Measuring;

/// <summary>A process whose CPU time counts, with its children: PostgreSQL works in those.</summary>
internal sealed record Server(string Name, int ProcessId)
{
    public TimeSpan CpuTime => Children().Append(ProcessId).Aggregate(TimeSpan.Zero, (sum, id) => sum + CpuTimeOf(id));

    /// <summary>What the system counts for it (RSS), in bytes.</summary>
    public long Memory
    {
        get
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.WorkingSet64;
        }
    }

    private static TimeSpan CpuTimeOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // A child that has just ended.
            return TimeSpan.Zero;
        }
    }

    private IEnumerable<int> Children()
    {
        var list = $"/proc/{ProcessId}/task/{ProcessId}/children";
        return File.Exists(list)
            ? File.ReadAllText(list)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture))
            : [];
    }
}
