using System.Diagnostics;

namespace Platform.Bench.BareYarp;

/// <summary>This program once more, as the bare YARP.</summary>
internal sealed class BareYarpProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Process process;

    private BareYarpProcess(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => process.Id;

    /// <exception cref="InvalidOperationException">It ended instead of listening.</exception>
    public static async Task<BareYarpProcess> StartAsync(Uri upstream)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Started by the host of that name, a program is its first argument.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        start.ArgumentList.Add(BareYarpServer.Mode);
        start.ArgumentList.Add(upstream.GetLeftPart(UriPartial.Authority));
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Timeout);
        return new BareYarpProcess(
            process,
            new Uri(line ?? throw new InvalidOperationException("The bare YARP ended before it listened."))
        );
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Timeout);
        process.Dispose();
    }
}
