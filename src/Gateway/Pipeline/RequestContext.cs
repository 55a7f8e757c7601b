using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Tenancy;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// What is known of a request when it arrives, and what the headers of its response need. Steps return what they find; only the
/// <see cref="RequestPipeline"/> sets the members that change.
/// </summary>
internal sealed class RequestContext(HttpContext http, TimeProvider time)
{
    private const int MaxClientLength = 200;

    public HttpContext Http { get; } = http;

    /// <summary>
    /// Cancelled when the client has gone. <see cref="HttpContext.RequestAborted"/> may not be: <see cref="Drain"/> replaces it while it
    /// keeps reading the upstream.
    /// </summary>
    public CancellationToken ClientGone { get; } = http.RequestAborted;

    /// <summary>A quote has that of the endpoint that it is about.</summary>
    public Dialect Dialect { get; set; } = Dialects.For(http.Request);

    /// <summary>The path of the request.</summary>
    public string Endpoint { get; } = http.Request.Path.Value!;

    /// <summary>Always generated here: an id from the client could repeat, and a request id is settled only once.</summary>
    public string RequestId { get; } = "req_" + Guid.CreateVersion7().ToString("N");

    /// <summary>The server's span; null when tracing is off.</summary>
    public Activity? Span { get; } = Activity.Current;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>The time of arrival on the monotonic clock.</summary>
    public long ArrivedTimestamp { get; } = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(ArrivedTimestamp);

    /// <summary>The model that is asked for; null until the body is read.</summary>
    public string? Model { get; set; }

    /// <summary>An upstream was tried, so the request gets a receipt.</summary>
    public bool HasReceipt { get; set; }

    /// <summary>The conversation of the WebSocket's lane that the request came over; null for any other request.</summary>
    public LaneConversation? Lane => Http.Features.Get<LaneConversation>();

    /// <summary>The caller's User-Agent, cut; null without one.</summary>
    public string? Client => ClientOf(Http.Request);

    /// <summary>The id of the earlier request whose stored response is sent again; null when this request runs itself.</summary>
    public string? ReplayOf { get; set; }

    /// <summary>The announced end of the model that was asked for; null when none is announced.</summary>
    public ModelDeprecation? Deprecation { get; set; }

    /// <summary>The state of the nearest limits, for admitted and refused requests; null when no limit was checked.</summary>
    public RateState? Rate { get; set; }

    /// <summary>What admission needs to place a hold for the request.</summary>
    /// <param name="endpoint">Its path.</param>
    public HoldSubject HoldFor(KeyFacts key, Model model, string endpoint) =>
        new(
            RequestId,
            new(key.AccountId, key.BudgetId, key.Id, endpoint, model.Id),
            key.SpendLimit,
            key.PeriodLimit,
            key.RateLimits,
            key.AccountLimits
        );

    /// <summary>The usage event of the request, once it is over.</summary>
    /// <param name="model">The one that was asked for.</param>
    public UsageEvent ToUsage(
        KeyFacts key,
        InferenceRequest request,
        Model model,
        ActiveHold hold,
        ForwardOutcome outcome,
        TenantIds tenants
    ) =>
        new(
            RequestId,
            key.AccountId,
            key.Id,
            key.BudgetId,
            Endpoint,
            outcome.Attempts[^1].Model ?? model.Id,
            request.Stream,
            StartedAt,
            (long)Elapsed.TotalMilliseconds,
            outcome.FirstByteMs,
            Client,
            Span?.TraceId.ToHexString(),
            hold.Amount,
            outcome.Attempts,
            Span?.Id,
            hold.Subject.SpendLimit,
            hold.Subject.PeriodLimit,
            hold.PlacedAt,
            SessionNames.IdOf(Http.Request, request, key.AccountId, tenants),
            outcome.Attempts[^1].Model is { } answered && answered != model.Id ? model.Id : null
        );

    private static string? ClientOf(HttpRequest request) =>
        request.Headers.UserAgent.ToString() switch
        {
            "" => null,
            { Length: > MaxClientLength } agent => agent[..MaxClientLength],
            var agent => agent,
        };
}
