using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// One request on its way, as it is known on arrival. What the steps find out they return to the <see cref="RequestPipeline"/>.
/// </summary>
public sealed class Call(HttpContext http, TimeProvider time)
{
    public HttpContext Http { get; } = http;

    public CancellationToken ClientGone { get; } = http.RequestAborted;

    public Dialect Dialect { get; } = Dialects.For(http.Request);

    /// <summary>The path that was asked for. A settlement that goes on after the request still knows it.</summary>
    public string Endpoint { get; } = http.Request.Path.Value!;

    /// <summary>Ours alone: a client's own id could repeat, and settlement is once per request id.</summary>
    public string RequestId { get; } = "req_" + Guid.CreateVersion7().ToString("N");

    /// <summary>The server's span; null where nobody traces.</summary>
    public Activity? Span { get; } = Activity.Current;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>The arrival on the monotonic clock.</summary>
    public long ArrivedTimestamp { get; } = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(ArrivedTimestamp);

    public KeyFacts? Key { get; set; }

    public InferenceRequest? Request { get; set; }

    public Model? Model { get; set; }

    public Claim? Claim { get; set; }

    public KeptAnswer? Kept { get; set; }

    public CopyingStream? Answer { get; set; }

    public RateState? Rate { get; set; }

    public Lease? Lease { get; set; }

    public Protocol? Protocol { get; set; }

    public ForwardOutcome? Outcome { get; set; }
}
