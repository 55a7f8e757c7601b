using System.Text;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Idempotency;

/// <summary>The response of an earlier request, byte for byte. A stream is sent in one piece.</summary>
/// <param name="RequestId">The id of that earlier request.</param>
/// <param name="ToolsNotOffered">The value of its header; empty where it had none.</param>
/// <param name="FieldsNotCarried">The value of its header; empty where it had none.</param>
internal sealed record StoredResponse(
    string RequestId,
    string ContentType,
    string ToolsNotOffered,
    string FieldsNotCarried,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>As it is kept: a line for each header, then the body.</summary>
    public byte[] ToBytes() => [.. Encoding.UTF8.GetBytes($"{ContentType}\n{ToolsNotOffered}\n{FieldsNotCarried}\n"), .. Body.Span];

    public static StoredResponse Parse(string requestId, ReadOnlyMemory<byte> kept)
    {
        return new StoredResponse(requestId, Line(), Line(), Line(), kept);

        string Line()
        {
            var end = kept.Span.IndexOf((byte)'\n');
            var line = Encoding.UTF8.GetString(kept.Span[..end]);
            kept = kept[(end + 1)..];
            return line;
        }
    }

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
