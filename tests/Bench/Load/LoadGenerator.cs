using System.Diagnostics;
using System.Net;

namespace Platform.Bench.Load;

/// <summary>So many callers at once, each asking again as soon as it has its whole answer.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
    });

    /// <exception cref="InvalidOperationException">An answer was an error or not whole: there is nothing to measure then.</exception>
    public async Task<Window> RunAsync(Target target, bool stream, int callers, TimeSpan length)
    {
        var began = Stopwatch.GetTimestamp();
        var until = began + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(target, stream, caller, until))));
        return new Window(Stopwatch.GetElapsedTime(began), [.. latencies.SelectMany(each => each).Order()]);
    }

    public void Dispose() => client.Dispose();

    private async Task<List<long>> CallAsync(Target target, bool stream, int caller, long until)
    {
        var latencies = new List<long>(4096);
        var buffer = new byte[BufferSize];
        var key = target.Keys[caller % target.Keys.Count];
        for (var began = Stopwatch.GetTimestamp(); began < until;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target.Address) { Content = target.Content(stream) };
            request.Headers.Authorization = key;
            using var response = await client.SendAsync(request, CancellationToken.None);
            await ReadAsync(response, stream, buffer);
            var now = Stopwatch.GetTimestamp();
            latencies.Add(now - began);
            began = now;
        }

        return latencies;
    }

    private static async Task ReadAsync(HttpResponseMessage response, bool stream, byte[] buffer)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        await using var body = await response.Content.ReadAsStreamAsync();
        var whole = false;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
            whole = buffer.AsSpan(0, read).EndsWith(stream ? "\n\n"u8 : "}"u8);
        if (!whole)
            throw new InvalidOperationException($"{response.RequestMessage!.RequestUri} broke off in the middle of an answer.");
    }
}
