using Platform.Gateway.Errors;
using Platform.Gateway.Keys;
using Platform.ServiceDefaults.Proxies;
using Platform.ServiceDefaults.Refused;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// Tells the owner of a key which of its requests were refused: those that end in an error of ours and have no receipt. It only puts them
/// into a queue. A request whose key names nobody is nobody's.
/// </summary>
internal sealed class RefusalReport(KeyAuthentication keys, RefusedQueue queue)
{
    private const string HiddenKey = "(an API key)";

    /// <summary>
    /// Errors that do not depend on the key, so it was not looked up. Codex meets the one about WebSockets at each start and goes on by
    /// itself: that is none.
    /// </summary>
    private static readonly string[] BeforeTheKey = ["unknown_url", "endpoint_not_offered"];

    /// <summary>Called when an answer that is an error begins.</summary>
    public void Report(RequestContext context)
    {
        var http = context.Http;
        if (context.HasReceipt || ErrorWriter.WrittenTo(http) is not { } error || error.Code == ApiErrors.WebSocketCode)
            return;
        var facts = BeforeTheKey.Contains(error.Code) ? null : keys.Known(http.Request);
        if ((facts?.Id ?? RefusedCall.ClaimedKeyId(http.Request)) is not { } keyId)
            return;
        queue.Add(
            new RefusedCall(
                context.RequestId,
                context.StartedAt,
                keyId,
                facts?.AccountId,
                NetworkAddress.NameOf(http.Connection.RemoteIpAddress),
                Hidden(context.Endpoint, '/'),
                context.Model is { } model ? Hidden(model, ' ') : null,
                context.Client,
                http.Response.StatusCode,
                error.Code,
                error.Message
            )
        );
    }

    /// <summary>The text without the keys in it, ours and other vendors'.</summary>
    private static string Hidden(string text, char between)
    {
        var parts = text.Split(between);
        return Array.Exists(parts, KeyHeuristics.IsKey)
            ? string.Join(between, parts.Select(part => KeyHeuristics.IsKey(part) ? HiddenKey : part))
            : text;
    }
}
