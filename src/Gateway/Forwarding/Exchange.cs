using System.Runtime.ExceptionServices;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Forwarding;

/// <summary>The state of one request while it is forwarded: the request, and its result so far. Used by this room only.</summary>
internal sealed class Exchange(ForwardRequest request, TimeProvider time)
{
    /// <summary>Names the model that answers in place of the one that is asked for.</summary>
    private const string FallbackModelHeader = "x-fallback-model";

    private readonly List<Attempt> attempts = [];
    private IReadOnlyList<string> toolsNotOffered = [],
        fieldsNotCarried = [];
    private string? provider,
        answering;
    private bool errorEventSent;
    private TimeSpan? firstByte;
    private ExceptionDispatchInfo? fault;

    public ForwardRequest Request => request;

    public HttpContext Http => request.Http;

    /// <summary>
    /// Cancelled when the client has gone. <see cref="HttpContext.RequestAborted"/> may not be: <see cref="Drain"/> replaces it while it
    /// keeps reading the upstream.
    /// </summary>
    public CancellationToken ClientGone { get; } = request.Http.RequestAborted;

    /// <summary>Cancelled when the gateway stops and what is under way has had its time.</summary>
    public CancellationToken Over { get; init; }

    /// <summary>The client asked for a stream. Embeddings and token counts are never streamed, whatever their body says.</summary>
    public bool IsStream => request.Body.Stream && request.Protocol.Generates;

    /// <summary>Types of tools that the last attempt's upstream does not see.</summary>
    public IReadOnlyList<string> ToolsNotOffered => toolsNotOffered;

    /// <summary>Members of the body that the last attempt's upstream does not see.</summary>
    public IReadOnlyList<string> FieldsNotCarried => fieldsNotCarried;

    /// <summary>A part of the answer was sent to the client. Comments do not count.</summary>
    public bool HasBegun => firstByte is not null;

    public int NextAttempt => attempts.Count + 1;

    /// <summary>Since the request arrived.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(request.ArrivedTimestamp);

    /// <summary>The charges of the attempts that have ended.</summary>
    public Money Charged => attempts.Aggregate(Money.Zero, static (sum, attempt) => sum + attempt.Charge);

    public FailedStream FailedAt(StreamPosition position) =>
        new(
            request.Dialect,
            request.RequestId,
            request.StartedAt,
            request.Body.Model,
            json => ResponseEcho.From(request.Body.Body, request.PreviousResponse).Write(json),
            position
        );

    /// <summary>
    /// Writes the headers that name what was left out when the response starts: a forwarder that fails clears headers that were set
    /// earlier.
    /// </summary>
    public void WriteHeadersOnStart() => Http.Response.OnStarting(static state => ((Exchange)state).WriteHeaders(), this);

    public void Begin(UpstreamAttempt attempt)
    {
        (provider, answering) = (attempt.Provider, attempt.Model.Id);
        (toolsNotOffered, fieldsNotCarried) = ([], []);
    }

    public void LeaveOut(IReadOnlyList<string> tools, IReadOnlyList<string> fields) =>
        (toolsNotOffered, fieldsNotCarried) = (tools, fields);

    public void Conclude(Attempt attempt) => attempts.Add(attempt);

    public void NoteFirstByte() => firstByte ??= time.GetElapsedTime(request.ArrivedTimestamp);

    public void NoteErrorEvent() => errorEventSent = true;

    public void Fail(Exception exception) => fault = ExceptionDispatchInfo.Capture(exception);

    public ForwardOutcome End(ApiError? error) =>
        new(attempts.Count == 0 && fault is not null ? [NotAttempted()] : attempts, provider, error)
        {
            ErrorEventSent = errorEventSent,
            ToolsNotOffered = toolsNotOffered,
            FieldsNotCarried = fieldsNotCarried,
            FirstByteMs = (long?)firstByte?.TotalMilliseconds,
            Fault = fault,
        };

    /// <summary>
    /// The record of a request that an exception ended before any upstream was called, so that each settled request has an attempt: the
    /// ledger takes no event without one.
    /// </summary>
    private Attempt NotAttempted()
    {
        var route = request.Model.Routes[0];
        return new Attempt(
            1,
            route.Upstream,
            route.UpstreamModel,
            null,
            Outcome.Failed,
            "internal_error",
            TokenUsage.None,
            UsageSource.None,
            route.Price with
            {
                Others = null,
                Tools = null,
            },
            Money.Zero,
            (long)time.GetElapsedTime(request.ArrivedTimestamp).TotalMilliseconds
        );
    }

    private Task WriteHeaders()
    {
        if (answering is { } other && other != request.Model.Id && Http.Response.StatusCode < StatusCodes.Status400BadRequest)
            Http.Response.Headers[FallbackModelHeader] = other;
        if (toolsNotOffered.Count > 0)
            Http.Response.Headers[NamesInHeader.ToolsNotOffered] = NamesInHeader.Join(toolsNotOffered);
        if (fieldsNotCarried.Count > 0)
            Http.Response.Headers[NamesInHeader.FieldsNotCarried] = NamesInHeader.Join(fieldsNotCarried);
        return Task.CompletedTask;
    }
}
