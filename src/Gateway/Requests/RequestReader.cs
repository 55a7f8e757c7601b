using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Tenancy;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ResponsesToChat;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Requests;

/// <summary>
/// Step 2: reads the whole body, since it may have to be sent to more than one upstream, and parses what the gateway must know of it.
/// </summary>
internal sealed class RequestReader(IOptions<RequestOptions> options, BodyMemory memory)
{
    private readonly int limit = options.Value.MaxBodyBytes;

    /// <param name="protocol">The protocol of the endpoint.</param>
    /// <param name="beforeLarge">Asked once, before a large body is read; its error refuses the request.</param>
    public async ValueTask<StepResult<IncomingRequest>> ReadAsync(
        HttpRequest request,
        Protocol protocol,
        Func<ValueTask<ApiError?>> beforeLarge,
        CancellationToken cancellationToken
    ) => (await ReadBodyAsync(request, beforeLarge, cancellationToken)).Found(out var body, out var error) ? Parse(body, protocol) : error;

    /// <summary>The body alone, for what does not know yet in which protocol it is.</summary>
    /// <param name="beforeLarge">Asked once, before a large body is read; its error refuses the request.</param>
    public async ValueTask<StepResult<ReadOnlyMemory<byte>>> ReadBodyAsync(
        HttpRequest request,
        Func<ValueTask<ApiError?>> beforeLarge,
        CancellationToken cancellationToken
    )
    {
        if (request.HttpContext.Features.Get<ReceivedBody>() is { } received)
            return received.Read;
        if (request.ContentLength > limit)
            return ApiErrors.TooLarge(limit);
        if (ContentDecoding.Decode(request) is { } unsupported)
            return unsupported;
        var incoming = new IncomingBody(request.Body, request.ContentLength, memory, limit);
        request.HttpContext.Response.RegisterForDispose(incoming);
        var read = await incoming.ReadAsync(beforeLarge, cancellationToken);
        if (read.Found(out var body, out _))
            ContentDecoding.SetLength(request, body.Length);
        return read;
    }

    /// <summary>What the gateway must know of a body in the protocol.</summary>
    public static StepResult<IncomingRequest> Parse(ReadOnlyMemory<byte> body, Protocol protocol)
    {
        if (!NamedModels.Take(body, protocol).Found(out var named, out var problem))
            return problem;
        var read = ParseOne(named.Body, protocol);
        return named.Fallbacks.Count > 0 && read.Found(out var incoming, out _)
            ? incoming with
            {
                Request = incoming.Request with { Fallbacks = named.Fallbacks },
            }
            : read;
    }

    private static StepResult<IncomingRequest> ParseOne(ReadOnlyMemory<byte> body, Protocol protocol)
    {
        if (RequestParser.Parse(body, protocol.Request).Found(out var parsed, out var error))
            return SharedState.Find(body.Span, protocol) is { } shared ? shared : new IncomingRequest(parsed, null);
        return error.Param == "messages" && protocol == Protocol.Chat && RequestParser.Parse(body, RequestShape.Responses).Error is null
            ? Reshape(body)
            : error;
    }

    /// <summary>Some tools send the shape of Responses to chat completions and read the answer as a chat.</summary>
    private static StepResult<IncomingRequest> Reshape(ReadOnlyMemory<byte> body)
    {
        if (SharedState.Find(body.Span, Protocol.Responses) is { } shared)
            return shared;
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
}
