using System.Runtime.ExceptionServices;
using Platform.Contracts;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// The result of forwarding a request. Every request has one, however it ended, so that every call to an upstream is settled.
/// </summary>
/// <param name="Attempts">One for each upstream that was called, priced; none where nobody could be called.</param>
/// <param name="Provider">The vendor whose API was called last, as the GenAI conventions name it.</param>
/// <param name="Error">Null when the client has its answer; else the error to answer with, where the response has not started.</param>
internal sealed record ForwardOutcome(IReadOnlyList<Attempt> Attempts, string? Provider, ApiError? Error)
{
    /// <summary>The client's stream ends with an error event.</summary>
    public bool ErrorEventSent { get; init; }

    /// <summary>Types of tools that the caller offered and that were not sent to the model.</summary>
    public IReadOnlyList<string> ToolsNotOffered { get; init; } = [];

    /// <summary>Members of the caller's body that were not sent, because the upstream's protocol cannot express them.</summary>
    public IReadOnlyList<string> FieldsNotCarried { get; init; } = [];

    /// <summary>From the request's arrival to the first byte of its answer, in milliseconds; null when there was none.</summary>
    public long? FirstByteMs { get; init; }

    /// <summary>An unexpected exception that ended the forwarding.</summary>
    public ExceptionDispatchInfo? Fault { get; init; }

    /// <summary>The whole answer was forwarded, whether or not the client was still there.</summary>
    public bool IsWhole => Error is null && Fault is null;

    /// <summary>At least one attempt is charged.</summary>
    public bool IsCharged => Attempts.Any(static attempt => attempt.Charge > Money.Zero);
}
