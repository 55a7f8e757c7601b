using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Health;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Platform.Gateway.Translation;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Forwarding;

/// <summary>One call to one route, from the first byte sent to the facts that go into the usage event.</summary>
internal sealed class UpstreamAttempt
{
    private readonly TimeProvider time;
    private long started;
    private bool? leftBeforeEnd;

    public UpstreamAttempt(Exchange exchange, Candidate candidate, TimeProvider time)
    {
        (this.time, started) = (time, time.GetTimestamp());
        (Exchange, Model, Route, Upstream, Credential, Probe) = (
            exchange,
            candidate.Model,
            candidate.Route,
            candidate.Upstream,
            candidate.Credential,
            candidate.Probe
        );
        var request = exchange.Request;
        Protocol =
            Routing.For(request.Protocol, Route)
            ?? throw new InvalidOperationException($"The route to {Route.Upstream} cannot answer {request.Protocol}");
        Meter = new AnswerMeter(AnswerFormat.For(Protocol));
        OutputLimit = HoldEstimate.OutputLimit(request.Protocol, request.Body, Model, Route.Price, request.Funding.Hold.FreeCredit);
        Translation = Translations.Between(
            request.Protocol,
            Protocol,
            new TranslationContext(
                request.RequestId,
                Route.UpstreamModel,
                request.StartedAt,
                Model.MaxOutputTokens,
                OutputLimit,
                Upstream.OutputLimitField,
                request.PreviousResponse,
                Model.Id
            )
        );
    }

    public Exchange Exchange { get; }

    /// <summary>The one that is asked for, or a fallback of it.</summary>
    public Model Model { get; }

    public ModelRoute Route { get; }

    public Upstream Upstream { get; }

    public Credential Credential { get; }

    /// <summary>What the attempt took of something half-open; null where it is up.</summary>
    public Probe? Probe { get; }

    /// <summary>The protocol in which the upstream is asked; the caller's where the upstream speaks it.</summary>
    public Protocol Protocol { get; }

    /// <summary>Between the caller's protocol and the upstream's; null when they are the same.</summary>
    public ITranslation? Translation { get; }

    /// <summary>By what the route was chosen.</summary>
    public StickySource Sticky { get; init; }

    public AnswerMeter Meter { get; }

    /// <summary>The gateway's own limit of the output, in tokens for each choice; null where none is needed.</summary>
    public long? OutputLimit { get; }

    public string Provider => Upstream.ProviderOf(Protocol);

    /// <summary>From the start of this attempt to the first byte of its answer that went to the client; null until then.</summary>
    public TimeSpan? FirstByte { get; private set; }

    /// <summary>The position in the stream that is sent to the client.</summary>
    public StreamPosition Position => Translation?.Position ?? Meter.Position;

    /// <summary>Since the start of this attempt.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>
    /// It has its place at the upstream: from here on its deadlines and its time to the first byte count. The wait for a place was ours.
    /// </summary>
    public void NotePlace() => started = time.GetTimestamp();

    /// <summary>The first byte of the answer is on its way to the client.</summary>
    public void NoteFirstByte()
    {
        FirstByte ??= time.GetElapsedTime(started);
        Exchange.NoteFirstByte();
    }

    /// <summary>
    /// The end of the answer is known, and its last bytes are about to go to the client. A client that leaves from now on, as many do when
    /// they have read the last event or an error, did not disconnect from the answer.
    /// </summary>
    public void NoteEnd() => leftBeforeEnd ??= Exchange.ClientGone.IsCancellationRequested;

    /// <summary>What was set aside for the request, less the charges of earlier attempts.</summary>
    private Money Held => Exchange.Request.Funding.Hold.Amount - Exchange.Charged;

    /// <summary>The bill of the part of the answer that has been read.</summary>
    public Bill Bill() =>
        Billing.Bill.For(Exchange.Request.Protocol, Exchange.Request.Body, Model, Meter, Route.Price, OutputLimit).PaidFrom(Held);

    /// <summary>
    /// Raises the hold where the bill exceeds it, as far as credit and spend limit allow. Called before a cost is written into an answer,
    /// and when the attempt ends, so that both name the same charge.
    /// </summary>
    public async ValueTask CoverAsync()
    {
        if (Bill().WrittenOff is var lacking && lacking > Money.Zero)
            await Exchange.Request.Funding.ExtendAsync(lacking);
    }

    /// <summary>
    /// Ends the attempt and prices its answer, streamed or whole: <see cref="Billing.Bill.For"/>. An attempt without output is free;
    /// otherwise the upstream's own count is charged where it can be right, else ours, and never more than is held. Duration and first byte
    /// both count from the start of the attempt.
    /// </summary>
    /// <param name="response">Null when the upstream did not answer.</param>
    public async ValueTask<Attempt> ConcludeAsync(UpstreamResponse? response, UpstreamFailure? failure)
    {
        var bill = Bill();
        var isEmpty = Meter.IsEmpty || (!Meter.HasOutput && bill.Source != UsageSource.Upstream);
        var produced = Meter.HasOutput && (response?.Stream is not null || failure is null);
        var outcome = (failure, produced, leftBeforeEnd ?? Exchange.ClientGone.IsCancellationRequested) switch
        {
            (null, _, false) when !isEmpty => Outcome.Completed,
            (_, _, true) => Outcome.Disconnected,
            (_, true, _) => Outcome.Interrupted,
            _ => Outcome.Failed,
        };
        var errorCode = outcome == Outcome.Disconnected ? "client_disconnected" : failure?.Error.Code ?? (isEmpty ? "empty_answer" : null);
        if (!produced && (failure is not null || (isEmpty && outcome == Outcome.Disconnected)))
            return Record(response?.StatusCode, outcome, errorCode, Billing.Bill.None);
        if (bill.WrittenOff > Money.Zero)
        {
            await CoverAsync();
            bill = Bill();
        }

        return Record(response?.StatusCode, outcome, errorCode, bill);
    }

    /// <summary>The record of an attempt that an exception ended. It is free.</summary>
    public Attempt Fail(UpstreamResponse? response) => Record(response?.StatusCode, Outcome.Failed, "internal_error", Billing.Bill.None);

    private Attempt Record(int? statusCode, Outcome outcome, string? errorCode, Bill bill) =>
        new(
            Exchange.NextAttempt,
            Route.Upstream,
            Route.UpstreamModel,
            statusCode,
            outcome,
            errorCode,
            bill.Usage,
            bill.Source,
            bill.Price ?? Route.Price with { Others = null, Tools = null },
            bill.Charge,
            (long)time.GetElapsedTime(started).TotalMilliseconds,
            (long?)FirstByte?.TotalMilliseconds,
            bill.Doubt,
            bill.WrittenOff,
            bill.Tools,
            (long)time.GetElapsedTime(Exchange.Request.ArrivedTimestamp, started).TotalMilliseconds,
            Exchange.Request.Models.Count > 1 ? Model.Id : null,
            Credential.Name
        );
}
