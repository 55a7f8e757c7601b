using System.Diagnostics;

namespace Aspire.Hosting.Native;

/// <summary>
/// What one run leaves on disk, and who cleans up after it: a directory that lists the pids of all processes and holds temporary
/// data, and a watchdog, a shell that does nothing but read a pipe from us. When we are gone, however that came, the pipe ends; it
/// then ends every listed process, gently at first, and removes the directory.
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private const string Prefix = "aspire-";

    private const string Watch = """
        trap '' HUP INT TERM QUIT
        exec >/dev/null 2>&1
        cat
        for phase in "$1"/pids/*/; do
          for file in "$phase"*; do [ -f "$file" ] && kill -"$(cat "$file")" "${file##*/}"; done
          tries=0
          while [ $tries -lt 50 ]; do
            alive=
            for file in "$phase"*; do [ -f "$file" ] && kill -0 "${file##*/}" && alive=1; done
            [ -z "$alive" ] && break
            tries=$((tries + 1)); sleep 0.1
          done
          for file in "$phase"*; do [ -f "$file" ] && kill -KILL -"${file##*/}"; done
        done
        rm -rf "$1"
        """;

    /// <summary>In the order in which they are to end.</summary>
    private const string Services = "0-services", Servers = "1-servers";

    private readonly Process watchdog;

    public RunDirectory()
    {
        Path = Directory.CreateTempSubdirectory(Prefix).FullName;
        File.SetUnixFileMode(Path, Volumes.Passable);
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "pids", Services));
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "pids", Servers));
        watchdog = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Watch, "aspire-watchdog", Path]) { RedirectStandardInput = true, WorkingDirectory = "/" })!;
    }

    public string Path { get; }

    /// <summary>Whether this process belongs to a run, be it one that is just being cleaned up.</summary>
    public static bool Lists(int process) => Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*")
        .SelectMany(run => (string[])[$"{run}/pids/{Services}/{process}", $"{run}/pids/{Servers}/{process}"]).Any(File.Exists);

    public string Pids(bool servers) => System.IO.Path.Combine(Path, "pids", servers ? Servers : Services);

    /// <summary>A place for data that end with this run.</summary>
    public string DataDirectory(string resource) => System.IO.Path.Combine(Path, "data", resource);

    /// <summary>Lets the watchdog clean up, and waits for it: five seconds at most, for by now there should be nothing left to end.</summary>
    public void Dispose()
    {
        watchdog.StandardInput.Close();
        watchdog.WaitForExit(TimeSpan.FromSeconds(5));
        watchdog.Dispose();
    }
}
