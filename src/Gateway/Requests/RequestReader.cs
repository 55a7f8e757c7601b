using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ResponsesToChat;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Requests;

/// <summary>
/// Step 2: reads the whole body, since it may have to be sent to more than one upstream, and parses what the gateway must know of it.
/// </summary>
internal sealed class RequestReader(IOptions<RequestOptions> options)
{
    private const int InitialBytes = 16 * 1024;

    private readonly int limit = options.Value.MaxBodyBytes;

    /// <param name="protocol">The protocol of the endpoint.</param>
    public async ValueTask<StepResult<IncomingRequest>> ReadAsync(
        HttpRequest request,
        Protocol protocol,
        CancellationToken cancellationToken
    )
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            return ApiErrors.InvalidRequest(
                $"The body is encoded as '{request.Headers.ContentEncoding}'. Send it uncompressed, without a Content-Encoding header."
            );
        if (request.ContentLength > limit || await ReadBodyAsync(request, cancellationToken) is not { } body)
            return ApiErrors.TooLarge(limit);

        if (RequestParser.Parse(body, protocol.Request).Found(out var parsed, out var error))
            return new IncomingRequest(parsed, null);
        return error.Param == "messages" && protocol == Protocol.Chat && RequestParser.Parse(body, RequestShape.Responses).Error is null
            ? Reshape(body)
            : error;
    }

    /// <summary>Some tools send the shape of Responses to chat completions and read the answer as a chat.</summary>
    private static StepResult<IncomingRequest> Reshape(ReadOnlyMemory<byte> body)
    {
        try
        {
            var tracker = new FieldTracker();
            return RequestParser
                .Parse(ResponsesShapedChat.ToChat(body, tracker), Protocol.Chat.Request)
                .Found(out var request, out var error)
                ? new IncomingRequest(request, tracker)
                : error;
        }
        catch (UntranslatableException e)
        {
            return e.ToApiError();
        }
    }

    /// <summary>
    /// The body, or null when it is too large. The array is not pooled: an upstream that answers early may still be reading it when the
    /// request has ended.
    /// </summary>
    private async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // One byte more than announced, so that the end is seen without growing the buffer.
        var buffer = new byte[(int)(request.ContentLength + 1 ?? InitialBytes)];
        var length = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return buffer.AsMemory(0, length);
            length += read;
            if (length > limit)
                return null;
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limit + 1));
        }
    }
}
