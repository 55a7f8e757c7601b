using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Platform.Bench.Others;

/// <summary>Somebody else's proxy in front of the same upstream, as a process that ends with the bench.</summary>
internal sealed class OtherProxy : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private OtherProxy(string name, Process process, Uri address, IReadOnlyList<(string Name, string Value)> headers) =>
        (Name, this.process, Address, Headers) = (name, process, address, headers);

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>What its callers send besides.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    public int Id => process.Id;

    public static async Task<IReadOnlyList<OtherProxy>> StartAsync(IEnumerable<string> names, Uri upstream)
    {
        List<OtherProxy> started = [];
        foreach (var name in names)
            started.Add(await (name == "nginx" ? Nginx.StartAsync(upstream) : Portkey.StartAsync(upstream)));
        return started;
    }

    /// <summary>Returns when it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static async Task<OtherProxy> StartAsync(
        string name,
        ProcessStartInfo start,
        int port,
        IReadOnlyList<(string Name, string Value)> headers
    )
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var late = new CancellationTokenSource(Timeout);
        while (!await ListensAsync(port))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{name} ended before it listened.");
            await Task.Delay(100, late.Token);
        }

        return new OtherProxy(name, process, new Uri($"http://127.0.0.1:{port}/"), headers);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().WaitAsync(Timeout);
        process.Dispose();
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
