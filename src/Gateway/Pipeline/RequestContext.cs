using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Errors;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// One request on its way. Each step of the <see cref="Journey"/> reads what the steps before it found out, and adds its own part;
/// a part is null until its step has run.
/// </summary>
public sealed class Call(HttpContext http, TimeProvider time)
{
    private readonly long arrived = time.GetTimestamp();

    public HttpContext Http { get; } = http;

    /// <summary>The server's own token: that of the context is replaced while an upstream is read on without the client.</summary>
    public CancellationToken ClientGone { get; } = http.RequestAborted;

    public Dialect Dialect { get; } = Dialects.Of(http.Request);

    /// <summary>The path that was asked for. A settlement that goes on after the request still knows it.</summary>
    public string Endpoint { get; } = http.Request.Path.Value!;

    /// <summary>Ours alone: a client's own id could repeat, and settlement is once per request id.</summary>
    public string RequestId { get; } = "req_" + Guid.CreateVersion7().ToString("N");

    /// <summary>The server's span; null where nobody traces.</summary>
    public Activity? Span { get; } = Activity.Current;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public TimeSpan Elapsed => time.GetElapsedTime(arrived);

    /// <summary>By the endpoint: in which protocol the caller asks and is answered; null where nothing is asked of a model.</summary>
    public Protocol? Protocol { get; set; }

    /// <summary>Step 1.</summary>
    public KeyFacts? Key { get; set; }

    /// <summary>Step 2.</summary>
    public InferenceRequest? Request { get; set; }

    /// <summary>Step 2: what became of the members of a body that came in another protocol's shape; null where it did not.</summary>
    public Trail? Reshaped { get; set; }

    /// <summary>Step 3.</summary>
    public Model? Model { get; set; }

    /// <summary>Step 3: the routes this gateway can take, in order; empty once found only where tokens are counted that no upstream counts.</summary>
    public IReadOnlyList<ModelRoute> Routes { get; set; } = [];

    /// <summary>Before step 4: the request is the only one under its Idempotency-Key; null when it has none.</summary>
    public Claim? Claim { get; set; }

    /// <summary>Before step 4: the answer it was given the first time.</summary>
    public KeptAnswer? Kept { get; set; }

    /// <summary>Before step 4: the response it goes on from, whose words now stand in <see cref="Request"/>.</summary>
    public string? PreviousResponse { get; set; }

    /// <summary>Before step 4: a copy of what the client is told, where a later request may go on from it.</summary>
    public CopyingStream? Answer { get; set; }

    /// <summary>Step 4, for refused and admitted requests alike; null when no limit was looked at.</summary>
    public RateState? Rate { get; set; }

    /// <summary>Step 4: the credit set aside. From here on step 7 must run.</summary>
    public Lease? Lease { get; set; }

    /// <summary>Steps 5 and 6, one entry for each upstream that was called.</summary>
    public List<Attempt> Attempts { get; } = [];

    /// <summary>Step 5: whose API was called last, in the words of OpenTelemetry's conventions.</summary>
    public string? Provider { get; set; }

    /// <summary>Step 5: types of tools that the caller offered and the model was not told of.</summary>
    public IReadOnlyList<string> ToolsNotOffered { get; set; } = [];

    /// <summary>Step 5: members of the caller's body that the upstream was not told of, because its protocol has no words for them.</summary>
    public IReadOnlyList<string> FieldsNotCarried { get; set; } = [];

    /// <summary>Step 6: the client's stream ends with an error event.</summary>
    public bool ErrorTold { get; set; }

    /// <summary>From arrival to the first byte of the answer, in milliseconds.</summary>
    public long? FirstByteMs { get; private set; }

    public void NoteFirstByte() => FirstByteMs ??= (long)Elapsed.TotalMilliseconds;
}
