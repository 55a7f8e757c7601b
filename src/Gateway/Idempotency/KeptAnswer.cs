using Platform.Gateway.Protocols;

namespace Platform.Gateway.Idempotency;

/// <summary>The whole answer that a request got, byte for byte, and what it was made without. A stream comes at once.</summary>
internal sealed record KeptAnswer(string RequestId, string ContentType, byte[] Body, string ToolsNotOffered, string FieldsNotCarried)
{
    public Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        response.Headers["idempotent-replayed"] = "true";
        if (ToolsNotOffered.Length > 0)
            response.Headers[NamesInHeader.ToolsNotOffered] = ToolsNotOffered;
        if (FieldsNotCarried.Length > 0)
            response.Headers[NamesInHeader.FieldsNotCarried] = FieldsNotCarried;
        return response.Body.WriteAsync(Body, http.RequestAborted).AsTask();
    }
}
