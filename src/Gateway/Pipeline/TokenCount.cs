using System.Globalization;
using Platform.Gateway.Metering;

namespace Platform.Gateway.Pipeline;

/// <summary>The answer to <c>/v1/messages/count_tokens</c> for a model whose upstream cannot count: our estimate, which reaches nobody and costs nothing.</summary>
public static class TokenCount
{
    public static Task WriteEstimateAsync(Call call)
    {
        var tokens = TokenEstimate.OfText(call.Request!.PromptBytes);
        call.Http.Response.ContentType = "application/json";
        return call.Http.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"input_tokens":{{tokens}}}"""), call.ClientGone);
    }
}
