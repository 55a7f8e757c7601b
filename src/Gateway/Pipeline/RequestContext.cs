using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// What is known of a request when it arrives, and what the headers of its response need. What the steps find they return to the
/// <see cref="RequestPipeline"/>, which alone sets the rest.
/// </summary>
internal sealed class RequestContext(HttpContext http, TimeProvider time)
{
    private const int MaxClientLength = 200;

    public HttpContext Http { get; } = http;

    /// <summary>The server's own token: that of the context is replaced while an upstream is read on without the client.</summary>
    public CancellationToken ClientGone { get; } = http.RequestAborted;

    public Dialect Dialect { get; } = Dialects.For(http.Request);

    /// <summary>The path that was asked for.</summary>
    public string Endpoint { get; } = http.Request.Path.Value!;

    /// <summary>Ours alone: a client's own id could repeat, and settlement is once per request id.</summary>
    public string RequestId { get; } = "req_" + Guid.CreateVersion7().ToString("N");

    /// <summary>The server's span; null where nobody traces.</summary>
    public Activity? Span { get; } = Activity.Current;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>The arrival on the monotonic clock.</summary>
    public long ArrivedTimestamp { get; } = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(ArrivedTimestamp);

    /// <summary>The request whose stored response is sent again; null for any other.</summary>
    public string? ReplayOf { get; set; }

    /// <summary>Of refused and admitted requests alike; null when no limit was checked.</summary>
    public RateState? Rate { get; set; }

    /// <summary>The request for which admission holds credit.</summary>
    public HoldSubject HoldFor(KeyFacts key, Model model) =>
        new(RequestId, new(key.AccountId, key.BudgetId, key.Id, Endpoint, model.Id), key.SpendLimit, StartedAt);

    /// <summary>The facts of the request, now that it is over.</summary>
    public UsageEvent ToUsage(KeyFacts key, InferenceRequest request, Model model, ActiveHold hold, ForwardOutcome outcome) =>
        new(
            RequestId,
            key.AccountId,
            key.Id,
            key.BudgetId,
            Endpoint,
            model.Id,
            request.Stream,
            StartedAt,
            (long)Elapsed.TotalMilliseconds,
            outcome.FirstByteMs,
            Client(Http.Request),
            Span?.TraceId.ToHexString(),
            hold.Amount,
            outcome.Attempts,
            Span?.Id
        );

    private static string? Client(HttpRequest request) =>
        request.Headers.UserAgent.ToString() switch
        {
            "" => null,
            { Length: > MaxClientLength } agent => agent[..MaxClientLength],
            var agent => agent,
        };
}
