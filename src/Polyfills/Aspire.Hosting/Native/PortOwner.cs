using System.Globalization;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.Native;

/// <summary>Who listens on a port of this machine, as the kernel tells.</summary>
/// <param name="Process">Null when it is another user's and may not be looked into.</param>
/// <param name="Description">Such as <c>pid 4711 (dotnet Gateway.dll)</c>.</param>
internal sealed partial record PortOwner(int? Process, string Description)
{
    private const string Listening = "0A";

    /// <summary>Null when the port is free.</summary>
    public static PortOwner? Find(int port)
    {
        foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (File.Exists(table) && FindListener(File.ReadLines(table), port) is { } listener)
                return Describe(listener);
        }

        return null;
    }

    /// <param name="table">The lines of <c>/proc/net/tcp</c>: local address and port in hexadecimal second, state fourth, then user eighth and inode tenth.</param>
    internal static (int User, long Inode)? FindListener(IEnumerable<string> table, int port)
    {
        foreach (var line in table.Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var address = fields[1].Split(':');
            if (fields[3] == Listening && IsOurs(address[0]) && int.Parse(address[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) == port)
                return (int.Parse(fields[7], CultureInfo.InvariantCulture), long.Parse(fields[9], CultureInfo.InvariantCulture));
        }

        return null;
    }

    /// <summary>The loopback address or all of them, of either family; anything else is another network's business.</summary>
    private static bool IsOurs(string address) => address is "0100007F" or "00000000000000000000000001000000" or "0000000000000000FFFF00000100007F"
        || address.All(digit => digit == '0');

    private static PortOwner Describe((int User, long Inode) listener)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => ProcessPath().IsMatch(path)))
        {
            if (!Holds(process, listener.Inode))
                continue;
            var command = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ').Trim();
            var pid = int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture);
            return new(pid, $"pid {pid} ({(command.Length > 120 ? command[..120] + "..." : command)})");
        }

        return new(null, $"a process of user {listener.User}, which this user may not look into");
    }

    private static bool Holds(string process, long inode)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(fd => new FileInfo(fd).LinkTarget == $"socket:[{inode}]");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^/proc/\d+$")]
    private static partial Regex ProcessPath();
}
