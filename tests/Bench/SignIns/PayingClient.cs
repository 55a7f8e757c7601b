using System.Diagnostics;
using System.Net;
using Platform.Bench.Load;

namespace Platform.Bench.SignIns;

/// <summary>What a client had of the API: how long its answers took, refused ones included, and how many were refused.</summary>
internal sealed record Calls(IReadOnlyList<double> Milliseconds, int Refused)
{
    public double Percentile(double part) => Milliseconds[(int)Math.Min(Milliseconds.Count - 1, part * Milliseconds.Count)];
}

/// <summary>One client that pays, and calls again as soon as it has its answer.</summary>
internal sealed class PayingClient(Uri gateway, string model, string key) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Target target = new(gateway, Question.Chat, model, [key]);

    public async Task<Calls> CallAsync(TimeSpan length)
    {
        var (times, refused, until) = (new List<double>(4096), 0, Stopwatch.StartNew());
        while (until.Elapsed < length)
        {
            var began = Stopwatch.GetTimestamp();
            using var request = target.Request(stream: false, caller: 0);
            using var response = await http.SendAsync(request);
            await response.Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            refused += response.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }

        return new Calls([.. times.Order()], refused);
    }

    public void Dispose() => http.Dispose();
}
