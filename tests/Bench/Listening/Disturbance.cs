using System.Text;
using Platform.Bench.Running;
using Platform.Bench.UsagePages;
using Platform.Contracts;

namespace Platform.Bench.Listening;

/// <summary>
/// What an ordinary request could notice of refusals: wrong calls of other tools, which are told to Usage, and open pages that listen for
/// them. Both are beside the ordinary path, on the same processes.
/// </summary>
internal sealed class Disturbance(RunningPlatform platform, string key, SignedInBrowser browser) : IDisposable
{
    private const int Pages = 2,
        PerSecond = 10;

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = platform.Gateway };

    /// <returns>How many calls were refused while <paramref name="work"/> ran.</returns>
    public async Task<int> DuringAsync(Task work)
    {
        var address = $"/connect/codex/events?key={ApiKey.Parse(key)!.Id}";
        var pages = await Task.WhenAll(Enumerable.Range(0, Pages).Select(_ => browser.StreamAsync(address)));
        using var stop = new CancellationTokenSource();
        var read = Task.WhenAll(pages.Select(page => ReadAsync(page, stop.Token)));
        var refused = 0;
        while (!work.IsCompleted)
        {
            using var body = new StringContent("""{"model":"gpt-5-codx","input":"Hi"}""", Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses") { Content = body };
            request.Headers.Authorization = new("Bearer", key);
            using var response = await http.SendAsync(request);
            refused += response.IsSuccessStatusCode ? 0 : 1;
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1) / PerSecond));
        }

        await stop.CancelAsync();
        await read;
        foreach (var page in pages)
            await page.DisposeAsync();
        return refused;
    }

    public void Dispose() => http.Dispose();

    private static async Task ReadAsync(Stream page, CancellationToken stop)
    {
        try
        {
            await page.CopyToAsync(Stream.Null, stop);
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
