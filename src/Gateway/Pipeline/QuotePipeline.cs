using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// <c>POST /v1/quote</c>: the steps of a request up to admission, and what would come of it. Nothing is sent to an upstream, nothing is
/// held, and there is no receipt. What refuses the request refuses its quote; only a want of credit, and a
/// limit beside the rate of requests, are a part of the answer.
/// </summary>
internal sealed class QuotePipeline(
    RequestSteps steps,
    AdmissionStep admission,
    RefusalLimit refusals,
    UpstreamBodies bodies,
    ErrorWriter errors,
    IOptions<AdmissionOptions> options
)
{
    public async Task RunAsync(RequestContext context)
    {
        if (!(await QuoteAsync(context)).Found(out var quote, out var refusal))
            await errors.WriteAsync(context.Http, context.Dialect, context.RequestId, refusal);
        else
            await context.Http.Response.WriteAsJsonAsync(QuoteJson.From(quote), context.ClientGone);
    }

    private async ValueTask<StepResult<Quote>> QuoteAsync(RequestContext context)
    {
        var named = QuotedEndpoint.Named(context.Http.Request);
        if (named.Value.Protocol is { } protocol)
            Answer(context, protocol);
        if (!(await steps.IdentifyAsync(context, named.Value.Protocol is { CountsTokens: true })).Found(out var key, out var refusal))
            return refusal;
        if (!named.Found(out var endpoint, out refusal))
            return refusals.Noted(key.Id, refusal);
        var quote = await QuoteAsync(context, endpoint, key);
        return quote.Found(out _, out refusal) ? quote : refusals.Noted(key.Id, refusal);
    }

    private async ValueTask<StepResult<Quote>> QuoteAsync(RequestContext context, QuotedEndpoint endpoint, KeyFacts key)
    {
        if (!(await steps.ReadBodyAsync(context, key)).Found(out var body, out var refusal))
            return refusal;
        if (endpoint.Protocol is null)
            endpoint = QuotedEndpoint.Of(body.Span, context.Dialect == Dialect.Anthropic, model => steps.ProtocolsOf(context, key, model));
        var protocol = endpoint.Protocol;
        Answer(context, protocol);
        if (!RequestReader.Parse(body, protocol).Found(out var read, out refusal))
            return refusal;
        if (!steps.Find(context, protocol, key, read.Request).Found(out var plan, out refusal))
            return refusal;
        if (plan.EstimatesTokens)
            return Quote.Free(endpoint, read.Request);
        if (!(await steps.CompleteAsync(protocol, key, read.Request, plan)).Found(out var complete, out refusal))
            return refusal;
        return await PriceAsync(context, endpoint, key, read, complete.Request, complete.Models, plan.Upstreams);
    }

    private async ValueTask<StepResult<Quote>> PriceAsync(
        RequestContext context,
        QuotedEndpoint endpoint,
        KeyFacts key,
        IncomingRequest read,
        InferenceRequest request,
        Model[] models,
        UpstreamSet upstreams
    )
    {
        var protocol = endpoint.Protocol;
        var subject = context.HoldFor(key, models[0], "/v1" + protocol.Path);
        var admitted = await admission.QuoteAsync(subject, request, models, protocol.CountsTokens);
        context.Rate = admitted.Result.Rate;
        if (!admitted.Result.Hold.Found(out var funding, out var shortage) && !admitted.IsTold)
            return shortage;
        var highest = models.Select(model => CostEstimate.Highest(protocol, request, model)).MaxBy(estimate => estimate.Cost);
        var routes = bodies.Preview(
            new ForwardRequest(
                context.Http,
                context.RequestId,
                context.Dialect,
                context.StartedAt,
                context.ArrivedTimestamp,
                protocol,
                request,
                read.Reshaped,
                read.Request.PreviousResponse,
                models,
                upstreams,
                funding ?? admission.NotFunded(subject, admitted.Wanted, highest.Cost)
            )
        );
        if (routes.All(route => route.Refusal is not null))
            return routes[^1].Refusal!;
        return new Quote(
            endpoint,
            request,
            funding?.Hold.Amount ?? admitted.Wanted,
            admitted.Least,
            CostEstimate.Expected(protocol, request, models[0], options.Value.ExpectedOutputTokens),
            highest,
            funding?.Hold.FreeCredit,
            !admitted.LacksMoney,
            shortage,
            admitted.Tokens,
            routes
        );
    }

    /// <summary>In the dialect of the endpoint that the quote is about.</summary>
    private static void Answer(RequestContext context, Protocol protocol) =>
        context.Dialect = Dialects.For("/v1" + protocol.Path, context.Http.Request.Headers);
}
