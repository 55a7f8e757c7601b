using System.Globalization;
using System.Net.NetworkInformation;

namespace Platform.AppHost.Startup;

/// <summary>Finds the process that listens on a port of this machine.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";
    private const int LongestCommand = 120;

    /// <summary>For example <c>pid 4711 (dotnet Gateway.dll)</c>; null when the port is free.</summary>
    public static string? Find(int port)
    {
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(listener => listener.Port != port))
            return null;
        var tables = ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists);
        return tables
                .SelectMany(table => ListeningInodes(File.ReadLines(table), port))
                .Select(FindProcess)
                .FirstOrDefault(holder => holder is not null)
            ?? "a process that this user may not look into";
    }

    /// <summary>The sockets that listen on the port.</summary>
    /// <param name="table">The lines of <c>/proc/net/tcp</c>: local address and port in hexadecimal second, state fourth, inode
    /// tenth.</param>
    internal static IEnumerable<string> ListeningInodes(IEnumerable<string> table, int port) =>
        table
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields =>
                fields[3] == Listening
                && int.Parse(fields[1][(fields[1].LastIndexOf(':') + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) == port
            )
            .Select(fields => fields[9]);

    private static string? FindProcess(string inode)
    {
        var process = Directory
            .EnumerateDirectories("/proc")
            .FirstOrDefault(path => char.IsAsciiDigit(Path.GetFileName(path)[0]) && HasSocket(path, inode));
        if (process is null)
            return null;
        var command = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ').Trim();
        return $"pid {Path.GetFileName(process)} ({(command.Length > LongestCommand ? command[..LongestCommand] + "..." : command)})";
    }

    private static bool HasSocket(string process, string inode)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == $"socket:[{inode}]");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // The process belongs to another user or has ended.
            return false;
        }
    }
}
