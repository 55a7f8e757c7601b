using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Platform.Tests.Clients;

/// <summary>What a client leaves running behind its back, found by the <c>HOME</c> it was started with.</summary>
internal static class LeftoverProcesses
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static void End(string home)
    {
        foreach (var id in Of(home))
            End(id);
    }

    private static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
            process.WaitForExit(Timeout);
        }
        catch (ArgumentException)
        {
            // It has just ended by itself.
        }
    }

    private static List<int> Of(string home)
    {
        var mark = Encoding.UTF8.GetBytes($"\0HOME={home}\0");
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(entry =>
                    int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0
                )
                .Where(id => id > 0 && Environment(id).AsSpan().IndexOf(mark) >= 0),
        ];
    }

    /// <summary>With a zero byte before each entry and after the last; empty when the process is gone or somebody else's.</summary>
    private static byte[] Environment(int id)
    {
        try
        {
            return [0, .. File.ReadAllBytes($"/proc/{id}/environ")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
