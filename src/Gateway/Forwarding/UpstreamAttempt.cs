using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;

namespace Platform.Gateway.Forwarding;

/// <summary>One call to one route, from the first byte sent to the facts that go into the usage event.</summary>
public sealed class UpstreamAttempt(Call call, ModelRoute route, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();

    public Call Call { get; } = call;

    public ModelRoute Route { get; } = route;

    /// <summary>In which the upstream is asked; the caller's own if it speaks that.</summary>
    public Protocol Protocol { get; } = Routing.For(call.Protocol!, route)!;

    /// <summary>Between the two protocols; null when they are one.</summary>
    public ITranslation? Translation { get; set; }

    public AnswerMeter Meter { get; } = new(Routing.For(call.Protocol!, route)!.Answers);

    /// <summary>Asked for as a stream. Embeddings and counts of tokens have none, whatever their body says.</summary>
    public bool IsStream => Call.Request is { Stream: true, LimitNames.Count: > 0 };

    /// <summary>From the start to the first event of a stream.</summary>
    public TimeSpan? FirstChunk { get; private set; }

    /// <summary>What the upstream answered; null until it does.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The answer's stream while it is one.</summary>
    public MeteredStream? Stream { get; set; }

    /// <summary>Where the stream that the client gets stands.</summary>
    public StreamPosition Position => Translation?.Position ?? Meter.Position;

    /// <summary>A whole answer, checked and ready to be written.</summary>
    public ReadOnlyMemory<byte>? Answer { get; set; }

    /// <summary>
    /// The most tokens for each choice where the credit does not pay for all that the model can say, and the client names no limit. An
    /// answer that comes whole cannot be watched as it grows, so the upstream is told. Null where no limit is needed.
    /// </summary>
    public long? OutputLimit()
    {
        if (Call.Request is not { Stream: false, MaxOutputTokens: null, LimitNames.Count: > 0 } request)
            return null;
        var afforded = HoldEstimate.AffordedOutput(Call.Lease!.Reach, request, Route.Price) / request.Choices;
        return afforded < HoldEstimate.MostOutput(request, Call.Model!) ? Math.Max(1, afforded) : null;
    }

    /// <summary>The first event of the stream is on its way to the client.</summary>
    public void NoteFirstChunk()
    {
        FirstChunk ??= time.GetElapsedTime(started);
        Call.NoteFirstByte();
    }

    /// <summary>What went wrong, found while reading the answer.</summary>
    public UpstreamFailure? Failure { get; set; }

    /// <summary>
    /// The attempt, priced. No token for the client costs nothing; otherwise the upstream's own count is charged, or ours where
    /// it gave none.
    /// </summary>
    public Attempt Conclude(UpstreamFailure? failure)
    {
        var produced = Meter.HasOutput && (Stream is not null || failure is null);
        var outcome = (failure, produced, Call.ClientGone.IsCancellationRequested) switch
        {
            (null, _, false) when !IsEmpty => Outcome.Completed,
            (_, _, true) => Outcome.Disconnected,
            (_, true, _) => Outcome.Interrupted,
            _ => Outcome.Failed,
        };
        var bill = produced || (failure is null && !(IsEmpty && outcome == Outcome.Disconnected)) ? Bill() : Metering.Bill.Nothing;
        return new Attempt(
            Call.Attempts.Count + 1, Route.Upstream, Route.UpstreamModel, StatusCode, outcome,
            outcome == Outcome.Disconnected ? "client_disconnected" : failure?.Error.Code ?? (IsEmpty ? "empty_answer" : null),
            bill.Usage, bill.Source, Route.Price, bill.Cost, (long)time.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>Neither was any text seen nor any token of output reported.</summary>
    private bool IsEmpty => !Meter.HasOutput && Meter.Reported is not { Output: > 0 };

    /// <summary>What the answer costs, as far as it has been read. One without a token for the client is free, though the upstream read the prompt.</summary>
    public Bill Bill()
    {
        if (Call.Protocol == Protocol.CountTokens)
            return Metering.Bill.Nothing;
        if (Meter.Reported is { } reported)
            return new Bill(reported, UsageSource.Upstream, IsEmpty ? Money.Zero : Route.Price.Cost(reported));
        if (!Meter.HasOutput)
            return Metering.Bill.Nothing;
        var request = Call.Request!;
        // Words can be long: by their bytes an answer may seem to have more tokens than were asked for, and held.
        var output = Math.Min(Meter.CountedOutput, request.MaxOutputTokens * request.Choices ?? long.MaxValue);
        var input = Meter.KnownInput ?? new TokenUsage(TokenEstimate.OfText(request.PromptBytes), 0);
        var counted = input with { Output = output };
        return new Bill(counted, UsageSource.Counted, Route.Price.Cost(counted));
    }
}
