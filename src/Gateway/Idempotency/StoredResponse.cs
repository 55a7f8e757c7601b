using Platform.Gateway.Protocols;
using Platform.Till;

namespace Platform.Gateway.Idempotency;

/// <summary>The stored response of an earlier request, byte for byte. A stream is sent in one piece.</summary>
/// <param name="RequestId">The id of that earlier request.</param>
internal sealed record StoredResponse(string RequestId, ClaimedResponse Content)
{
    public Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.ContentType = Content.ContentType;
        response.ContentLength = Content.Body.Length;
        response.Headers["idempotent-replayed"] = "true";
        if (Content.ToolsNotOffered.Length > 0)
            response.Headers[NamesInHeader.ToolsNotOffered] = Content.ToolsNotOffered;
        if (Content.FieldsNotCarried.Length > 0)
            response.Headers[NamesInHeader.FieldsNotCarried] = Content.FieldsNotCarried;
        return response.Body.WriteAsync(Content.Body, http.RequestAborted).AsTask();
    }
}
