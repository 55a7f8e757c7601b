using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;

namespace Platform.Gateway.Forwarding;

/// <summary>One call to one route, from the first byte sent to the facts that go into the usage event.</summary>
internal sealed class UpstreamAttempt
{
    private readonly TimeProvider time;
    private readonly long started;

    public UpstreamAttempt(Exchange exchange, ModelRoute route, UpstreamOptions upstream, TimeProvider time)
    {
        (this.time, started) = (time, time.GetTimestamp());
        (Exchange, Route, Upstream) = (exchange, route, upstream);
        var request = exchange.Request;
        Protocol =
            Routing.For(request.Protocol, route)
            ?? throw new InvalidOperationException($"The route to {route.Upstream} cannot answer {request.Protocol}");
        Meter = new AnswerMeter(AnswerFormat.For(Protocol));
        OutputLimit = HoldEstimate.OutputLimit(request.Protocol, request.Body, request.Model, route.Price, request.Funding.Hold.FreeCredit);
        Translation = Translations.Between(
            request.Protocol,
            Protocol,
            new TranslationContext(
                request.RequestId,
                route.UpstreamModel,
                request.StartedAt,
                request.Model.MaxOutputTokens,
                OutputLimit,
                upstream.OutputLimitField,
                request.PreviousResponse
            )
        );
    }

    public Exchange Exchange { get; }

    public ModelRoute Route { get; }

    public UpstreamOptions Upstream { get; }

    /// <summary>The protocol in which the upstream is asked; the caller's where the upstream speaks it.</summary>
    public Protocol Protocol { get; }

    /// <summary>Between the caller's protocol and the upstream's; null when they are the same.</summary>
    public ITranslation? Translation { get; }

    public AnswerMeter Meter { get; }

    /// <summary>The gateway's own limit of the output, in tokens for each choice; null where none is needed.</summary>
    public long? OutputLimit { get; }

    public string Provider => Upstream.ProviderOf(Protocol);

    /// <summary>From the start of this attempt to the first byte of its answer that went to the client; null until then.</summary>
    public TimeSpan? FirstByte { get; private set; }

    /// <summary>The position in the stream that is sent to the client.</summary>
    public StreamPosition Position => Translation?.Position ?? Meter.Position;

    /// <summary>The first byte of the answer is on its way to the client.</summary>
    public void NoteFirstByte()
    {
        FirstByte ??= time.GetElapsedTime(started);
        Exchange.NoteFirstByte();
    }

    /// <summary>The charge for the part of the answer that has been read.</summary>
    public Bill Bill() =>
        Billing.Bill.For(Exchange.Request.Protocol, Exchange.Request.Body, Exchange.Request.Model, Meter, Route.Price, OutputLimit);

    /// <summary>
    /// Ends the attempt and prices its answer, streamed or whole: <see cref="Billing.Bill.For"/>. An attempt without output is free;
    /// otherwise the upstream's own count is charged, or ours where it gave none. Duration and first byte both count from the start of the
    /// attempt.
    /// </summary>
    /// <param name="response">Null when the upstream did not answer.</param>
    public Attempt Conclude(UpstreamResponse? response, UpstreamFailure? failure)
    {
        var produced = Meter.HasOutput && (response?.Stream is not null || failure is null);
        var outcome = (failure, produced, Exchange.ClientGone.IsCancellationRequested) switch
        {
            (null, _, false) when !Meter.IsEmpty => Outcome.Completed,
            (_, _, true) => Outcome.Disconnected,
            (_, true, _) => Outcome.Interrupted,
            _ => Outcome.Failed,
        };
        var isBilled = produced || (failure is null && !(Meter.IsEmpty && outcome == Outcome.Disconnected));
        var bill = isBilled ? Bill() : Billing.Bill.None;
        return new Attempt(
            Exchange.NextAttempt,
            Route.Upstream,
            Route.UpstreamModel,
            response?.StatusCode,
            outcome,
            ErrorCode(outcome, failure),
            bill.Usage,
            bill.Source,
            Route.Price,
            bill.Cost,
            (long)time.GetElapsedTime(started).TotalMilliseconds,
            (long?)FirstByte?.TotalMilliseconds
        );
    }

    private string? ErrorCode(Outcome outcome, UpstreamFailure? failure) =>
        outcome == Outcome.Disconnected ? "client_disconnected" : failure?.Error.Code ?? (Meter.IsEmpty ? "empty_answer" : null);
}
