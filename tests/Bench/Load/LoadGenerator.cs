using System.Diagnostics;
using System.Net;

namespace Platform.Bench.Load;

/// <summary>So many callers at once, each asking again as soon as it has its whole answer.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly HttpMessageInvoker client = new(
        new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
        }
    );

    /// <exception cref="InvalidOperationException">An answer was an error or not whole: there is nothing to measure then.</exception>
    public async Task<Window> RunAsync(Target target, bool stream, int callers, TimeSpan length)
    {
        var began = Stopwatch.GetTimestamp();
        var latencies = await AskAsync(target, stream, callers, length, () => new Timekeeper(stream));
        return new Window(Stopwatch.GetElapsedTime(began), [.. latencies.Order()]);
    }

    /// <summary>The same for streams, with an ear for each chunk.</summary>
    /// <exception cref="InvalidOperationException">As above.</exception>
    public Task<IReadOnlyList<StreamTiming>> ListenAsync(Target target, int callers, TimeSpan length) =>
        AskAsync(target, stream: true, callers, length, () => new Listener(target.Question.TextMark));

    public void Dispose() => client.Dispose();

    private async Task<IReadOnlyList<T>> AskAsync<T>(Target target, bool stream, int callers, TimeSpan length, Func<IReader<T>> reader)
    {
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(target, stream, caller, until, reader())))
        );
        return [.. answers.SelectMany(each => each)];
    }

    private async Task<List<T>> CallAsync<T>(Target target, bool stream, int caller, long until, IReader<T> reader)
    {
        var answers = new List<T>(4096);
        for (var began = Stopwatch.GetTimestamp(); began < until; began = Stopwatch.GetTimestamp())
        {
            using var request = target.Request(stream, caller);
            using var response = await client.SendAsync(request, CancellationToken.None);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new InvalidOperationException(
                    $"{request.RequestUri} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}"
                );
            await using var body = await response.Content.ReadAsStreamAsync();
            answers.Add(await reader.ReadAsync(body, began));
        }

        return answers;
    }
}
