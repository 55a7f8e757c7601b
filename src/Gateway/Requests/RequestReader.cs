using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.Responses;

namespace Platform.Gateway.Requests;

/// <summary>Step 2: reads the body whole, since it may have to be sent to more than one upstream, and what must be known of it.</summary>
public sealed class RequestReader(IOptions<RequestOptions> options)
{
    private const int FirstGuess = 16 * 1024;

    private readonly int limit = options.Value.MaxBodyBytes;

    public async ValueTask<ApiError?> ReadAsync(Call call)
    {
        var request = call.Http.Request;
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            return ApiErrors.InvalidRequest($"The body is encoded as '{request.Headers.ContentEncoding}'. Send it uncompressed, without a Content-Encoding header.");
        if (request.ContentLength > limit)
            return ApiErrors.TooLarge(limit);

        if (await ReadBodyAsync(request, call.ClientGone) is not { } body)
            return ApiErrors.TooLarge(limit);
        (call.Request, var error) = RequestParser.Parse(body, call.Protocol!.Request);
        return error is { Param: "messages" } && call.Protocol == Protocol.Chat && RequestParser.Parse(body, RequestShape.Responses).Error is null
            ? Reshape(call, body)
            : error;
    }

    /// <summary>Some tools send the shape of Responses to chat completions and read the answer as a chat.</summary>
    private static ApiError? Reshape(Call call, ReadOnlyMemory<byte> body)
    {
        try
        {
            call.Reshaped = new Trail();
            (call.Request, var error) = RequestParser.Parse(ResponsesShapedChat.ToChat(body, call.Reshaped), Protocol.Chat.Request);
            return error;
        }
        catch (UntranslatableException e)
        {
            return ApiErrors.InvalidRequest(e.Message, e.Param);
        }
    }

    /// <summary>
    /// The body, or null when it is too large. The array is not pooled: an upstream that answers early may still be reading it
    /// when the journey is over.
    /// </summary>
    private async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // One more than promised, so that the end is seen without growing.
        var buffer = new byte[(int)(request.ContentLength + 1 ?? FirstGuess)];
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
