using Platform.Contracts;
using Platform.Gateway.Api.Receipts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;

namespace Platform.Gateway.Pipeline;

/// <summary>The answer of <c>POST /v1/quote</c>. Amounts are US dollars, exact to the nano-dollar.</summary>
internal static class QuoteJson
{
    public static object From(Quote quote) =>
        new
        {
            @object = "quote",
            endpoint = "/v1" + quote.Endpoint.Protocol.Path,
            endpoint_from = quote.Endpoint.From,
            model = quote.Request.Model,
            streamed = quote.Request.Stream && quote.Endpoint.Protocol.Generates,
            hold = quote.Hold.Usd,
            least = quote.Least.Usd,
            expected = Describe(quote.Expected),
            highest = Describe(quote.Highest),
            affordable = quote.Affordable,
            available = quote.Available?.Usd,
            refusal = quote.Refusal is { } refused ? Describe(refused) : null,
            counted_tokens = quote.CountedTokens,
            routes = quote.Routes.Select(Describe),
        };

    private static object Describe(CostEstimate estimate) =>
        new
        {
            cost = estimate.Cost.Usd,
            input_tokens = estimate.Input,
            output_tokens = estimate.Output,
        };

    private static object Describe(ApiError error) =>
        new
        {
            status = error.Status,
            type = error.Type,
            code = error.SentCode,
            message = error.Message,
        };

    private static object Describe(RoutePreview route) =>
        new
        {
            model = route.Model.Id,
            upstream = route.Route.Upstream,
            protocol = route.Protocol.Name,
            translated = route.IsTranslated,
            fields_not_carried = route.FieldsNotCarried,
            tools_not_offered = route.ToolsNotOffered,
            output_limit = route.OutputLimit,
            price = Receipt.Describe(route.Route.Price),
            tools = (route.Route.Price.Tools ?? []).Select(tool => new
            {
                type = tool.Tool,
                max_calls = tool.MaxCalls,
                usd_per_call = new Money(tool.PerCall).Usd,
            }),
            refusal = route.Refusal is { } refusal ? Describe(refusal) : null,
        };
}
