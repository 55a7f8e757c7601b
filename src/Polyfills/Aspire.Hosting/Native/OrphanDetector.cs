using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Native;

/// <summary>Ends the application when the <c>dotnet run</c> that started it is gone, since nobody could press Ctrl+C any more.</summary>
internal sealed class OrphanDetector(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var starter = Parent("self");
        if (!IsDotnet(starter))
            return;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Parent("self") == starter)
                continue;
            lifetime.StopApplication();
            return;
        }
    }

    /// <summary>The fourth field of <c>/proc/{pid}/stat</c>, counted from behind the name, which may hold anything.</summary>
    private static int Parent(string process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static bool IsDotnet(int process) => File.Exists($"/proc/{process}/comm") && File.ReadAllText($"/proc/{process}/comm").Trim() == "dotnet";
}
