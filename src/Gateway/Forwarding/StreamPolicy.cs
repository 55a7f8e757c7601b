using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Health;
using Platform.Gateway.Metering;

namespace Platform.Gateway.Forwarding;

/// <summary>What a <see cref="MeteredStream"/> needs to know of its client, and of the credit of the request.</summary>
/// <param name="HideUsage">The client did not ask for the usage chunk.</param>
/// <param name="ReadTimeout">How long the upstream may be silent from now on.</param>
/// <param name="ErrorEvent">Converts an error to an event of the stream.</param>
/// <param name="Explain">How an error of the upstream's breaks the stream.</param>
/// <param name="FirstByte">Called once, when the first byte goes out.</param>
/// <param name="Ended">Called before the last bytes go out, whether the stream is complete or broken.</param>
/// <param name="Allowance">How much output is paid for.</param>
/// <param name="Cost">Writes the cost into the usage.</param>
/// <param name="Bill">What the answer costs, as far as the meter has read it.</param>
/// <param name="Cover">Raises the hold where the bill exceeds it, as far as the credit allows.</param>
/// <param name="Members">Writes what the client's request says into the answer; null to leave the upstream's.</param>
/// <param name="Over">Cancelled when the gateway stops and waits no longer.</param>
internal sealed record StreamPolicy(
    bool HideUsage,
    Func<TimeSpan> ReadTimeout,
    Func<ApiError, byte[]> ErrorEvent,
    Func<UpstreamError, StreamBreak> Explain,
    Action FirstByte,
    Action Ended,
    OutputAllowance Allowance,
    UsageCostWriter Cost,
    Func<Bill> Bill,
    Func<ValueTask> Cover,
    AnsweredMembers? Members = null,
    CancellationToken Over = default
);

/// <summary>How a stream can break.</summary>
/// <param name="TryNext">Whether another route may do better.</param>
internal sealed record StreamBreak(ApiError Error, bool TryNext = true, CallVerdict Verdict = CallVerdict.Failed)
{
    public static StreamBreak Cut { get; } = new(ApiErrors.UpstreamFailed("broke off in the middle of the answer"));

    public static StreamBreak Malformed { get; } = new(ApiErrors.UpstreamFailed("sent an answer that cannot be read"));

    public static StreamBreak Streamed { get; } =
        new(ApiErrors.UpstreamFailed("sent a stream that cannot be put together, although a whole answer was asked for"));

    /// <summary>The upstream did what it was asked for; a larger answer than this gateway takes says nothing of its health.</summary>
    public static StreamBreak TooLarge(string what, string mend) =>
        new(ApiErrors.AnswerTooLarge(what, mend), Verdict: CallVerdict.Answered);

    public static StreamBreak Stopped { get; } = new(ApiErrors.CutShort(), TryNext: false);

    public static StreamBreak TimedOut { get; } = new(ApiErrors.UpstreamTimeout());

    public UpstreamFailure ToFailure() => new(Error, TryNext, Verdict);

    public static StreamBreak UpstreamError(UpstreamError error, string model)
    {
        var failure = UpstreamErrorMeaning.Explain(error, model);
        return new(failure.Error, failure.TryNext, failure.Verdict);
    }
}
