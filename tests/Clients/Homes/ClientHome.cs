using System.Diagnostics;

namespace Platform.Tests.Clients;

/// <summary>
/// A <c>HOME</c> for one client and one case: empty, with a folder to work in, no way out but to loopback, and nothing left running
/// when it goes.
/// </summary>
public sealed class ClientHome(Installation installation) : IDisposable
{
    /// <summary>Longer than any client that behaves needs, on a machine that does other things too.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>Nothing listens on the port of the discard service, so a proxy there refuses everything.</summary>
    private const string Nowhere = "http://127.0.0.1:9";
    private const string Loopback = "127.0.0.1,localhost";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("client-");

    public string Path => folder.FullName;

    /// <summary>Where the client works, and where it may write.</summary>
    public string Work => Directory.CreateDirectory(In("work")).FullName;

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file of the client's settings.</summary>
    public void Write(string name, string text)
    {
        var file = In(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Starts a script of ours beside the installed packages.</summary>
    public Process StartScript(string script)
    {
        Directory.CreateSymbolicLink(In("node_modules"), installation.Modules);
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Node")))
            File.Copy(file, In(System.IO.Path.GetFileName(file)));
        var start = Start("node", [In(script)], []);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    public Task<Ran> RunAsync(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        Shell.RunAsync(Start(command, arguments, environment), Timeout);

    private ProcessStartInfo Start(string command, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        // "exec": so that the search for the command is the client's own, and no shell stays in between.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\"", "sh", command, .. arguments]) { WorkingDirectory = Work };
        start.Environment.Clear();
        foreach (var (name, value) in Surroundings().Concat(environment))
            start.Environment[name] = value;
        return start;
    }

    public void Dispose()
    {
        LeftoverProcesses.End(Path);
        folder.Delete(recursive: true);
    }

    private Dictionary<string, string> Surroundings() =>
        new Dictionary<string, string>
        {
            ["HOME"] = Path,
            ["PATH"] = installation.SearchPath,
            ["TMPDIR"] = Directory.CreateDirectory(In("tmp")).FullName,
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["NO_COLOR"] = "1",
            ["DO_NOT_TRACK"] = "1",
            ["HTTPS_PROXY"] = Nowhere,
            ["HTTP_PROXY"] = Nowhere,
            ["NO_PROXY"] = Loopback,
            ["https_proxy"] = Nowhere,
            ["http_proxy"] = Nowhere,
            ["no_proxy"] = Loopback,
        };
}
