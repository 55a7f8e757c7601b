using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.Fakes;

/// <summary>
/// Receives the services' telemetry (OTLP over HTTP, protobuf) on a port of this machine, and keeps the last spans. Logs and
/// metrics are taken too, and dropped.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const int Most = 50_000;

    private readonly WebApplication app;
    private readonly ConcurrentQueue<OtlpSpan> spans = new();
    private int received;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/v1/traces", TakeAsync);
        app.MapFallback(static () => Results.Ok());
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>The last of them.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. spans];

    /// <summary>How many came so far.</summary>
    public int Received => Volatile.Read(ref received);

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var span in OtlpSpan.ReadAll(body.ToArray()))
        {
            spans.Enqueue(span);
            Interlocked.Increment(ref received);
        }

        while (spans.Count > Most)
            spans.TryDequeue(out _);
    }
}
