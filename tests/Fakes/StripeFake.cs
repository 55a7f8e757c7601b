using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.Fakes;

/// <summary>A request as it came over the wire.</summary>
public sealed record StripeCall(
    string Line,
    string? Authorization,
    string? IdempotencyKey,
    string? Version,
    string? ContentType,
    string Body
);

/// <summary>
/// Stripe's API on a port of this machine: it keeps every request as literal text and answers from a script. A key of idempotency
/// gets the same answer again, as Stripe has it.
/// </summary>
public sealed class StripeFake : IAsyncDisposable
{
    public const string WebhookSecret = "whsec_test_secret";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, (int Status, string Body)> answered = new();
    private readonly ConcurrentQueue<StripeCall> calls = new();

    private StripeFake()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapFallback(AnswerAsync);
    }

    /// <summary>What to answer to a call; set by the test.</summary>
    public Func<StripeCall, (int Status, string Body)> Script { get; set; } =
        call => (404, """{"error":{"type":"invalid_request_error","message":"Nothing was scripted."}}""");

    public IReadOnlyList<StripeCall> Calls => [.. calls];

    public Uri Address => new(app.Urls.Single());

    public static async Task<StripeFake> StartAsync()
    {
        var fake = new StripeFake();
        await fake.app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var call = new StripeCall(
            $"{request.Method} {request.Path}",
            request.Headers.Authorization,
            request.Headers["Idempotency-Key"],
            request.Headers["Stripe-Version"],
            request.ContentType,
            await reader.ReadToEndAsync()
        );
        calls.Enqueue(call);
        var (status, body) = call.IdempotencyKey is { } key ? answered.GetOrAdd(key, _ => Script(call)) : Script(call);
        if (status >= 500)
            answered.TryRemove(call.IdempotencyKey ?? "", out _);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }
}
