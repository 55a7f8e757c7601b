using System.Globalization;
using System.Reflection;

namespace Platform.AppHost.Startup;

internal static class ParentWatch
{
    private const string WatchedProcess = "ASPIRE_CLI_PID";

    /// <summary>
    /// Stops the application when the <c>dotnet run</c> that started it has ended, because Ctrl+C cannot reach it then. Aspire does so for
    /// its own command line, whose process id is in a setting.
    /// </summary>
    public static void StopWithDotnetRun(this IDistributedApplicationBuilder builder)
    {
        if (
            OperatingSystem.IsLinux()
            && builder.Configuration[WatchedProcess] is null
            && IsProgram()
            && Parent() is var parent
            && Command(parent) == "dotnet"
        )
            builder.Configuration[WatchedProcess] = parent.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>False in a test, whose parent is the test runner.</summary>
    public static bool IsProgram() => Assembly.GetEntryAssembly() == typeof(ParentWatch).Assembly;

    /// <summary>The fourth field of <c>/proc/self/stat</c>, counted after the name, which can contain any character.</summary>
    private static int Parent()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Command(int process) =>
        File.Exists($"/proc/{process}/comm") ? File.ReadAllText($"/proc/{process}/comm").Trim() : "";
}
