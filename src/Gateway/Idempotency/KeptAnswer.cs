using Platform.Gateway.Journey;

namespace Platform.Gateway.Idempotency;

/// <summary>The whole answer that a request got, byte for byte. A stream comes at once.</summary>
public sealed record KeptAnswer(string RequestId, string ContentType, byte[] Body)
{
    public Task WriteAsync(Call call)
    {
        var response = call.Http.Response;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        response.Headers["idempotent-replayed"] = "true";
        return response.Body.WriteAsync(Body, call.ClientGone).AsTask();
    }
}
