using System.Globalization;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// The answer to <c>/v1/messages/count_tokens</c> for a model whose upstreams cannot count: our estimate, made without a call and free.
/// </summary>
internal static class TokenCount
{
    public static Task WriteEstimateAsync(HttpContext http, InferenceRequest request, Model model)
    {
        var tokens = InputEstimate.For(request, model).Expected;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $$"""{"input_tokens":{{tokens}}}"""),
            http.RequestAborted
        );
    }
}
