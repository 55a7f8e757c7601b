using System.Runtime.ExceptionServices;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// One request while it is forwarded: what was asked, and what has come of it so far. Nothing outside of forwarding sees it.
/// </summary>
internal sealed class Exchange(ForwardRequest request, TimeProvider time)
{
    private readonly List<Attempt> attempts = [];
    private IReadOnlyList<string> toolsNotOffered = [],
        fieldsNotCarried = [];
    private string? provider;
    private bool errorEventSent;
    private TimeSpan? firstByte;
    private ExceptionDispatchInfo? fault;

    public ForwardRequest Request => request;

    public HttpContext Http => request.Http;

    /// <summary>The server's own token: that of the context is replaced while an upstream is read on without the client.</summary>
    public CancellationToken ClientGone { get; } = request.Http.RequestAborted;

    /// <summary>Asked for as a stream. Embeddings and counts of tokens have none, whatever their body says.</summary>
    public bool IsStream => request.Body.Stream && request.Protocol.Generates;

    /// <summary>Some of the answer is on its way to the client: more than comments.</summary>
    public bool HasBegun => firstByte is not null;

    public int NextAttempt => attempts.Count + 1;

    public FailedStream FailedAt(StreamPosition position) =>
        new(request.Dialect, request.RequestId, request.StartedAt, request.Body.Model, position);

    /// <summary>
    /// Has the headers say at the last moment what the answer was made without: a forwarder that fails clears those set before.
    /// </summary>
    public void WriteHeadersOnStart() => Http.Response.OnStarting(static state => ((Exchange)state).WriteHeaders(), this);

    public void Begin(UpstreamAttempt attempt)
    {
        provider = attempt.Provider;
        (toolsNotOffered, fieldsNotCarried) = ([], []);
    }

    public void LeaveOut(IReadOnlyList<string> tools, IReadOnlyList<string> fields) =>
        (toolsNotOffered, fieldsNotCarried) = (tools, fields);

    public void Conclude(Attempt attempt) => attempts.Add(attempt);

    public void NoteFirstByte() => firstByte ??= time.GetElapsedTime(request.ArrivedTimestamp);

    public void NoteErrorEvent() => errorEventSent = true;

    public void Fail(Exception exception) => fault = ExceptionDispatchInfo.Capture(exception);

    public ForwardOutcome End(ApiError? error) =>
        new(attempts, provider, error)
        {
            ErrorEventSent = errorEventSent,
            ToolsNotOffered = toolsNotOffered,
            FieldsNotCarried = fieldsNotCarried,
            FirstByteMs = (long?)firstByte?.TotalMilliseconds,
            Fault = fault,
        };

    private Task WriteHeaders()
    {
        if (toolsNotOffered.Count > 0)
            Http.Response.Headers[NamesInHeader.ToolsNotOffered] = NamesInHeader.Join(toolsNotOffered);
        if (fieldsNotCarried.Count > 0)
            Http.Response.Headers[NamesInHeader.FieldsNotCarried] = NamesInHeader.Join(fieldsNotCarried);
        return Task.CompletedTask;
    }
}
