using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Kept;
using Platform.Gateway.Protocols;
using StackExchange.Redis;

namespace Platform.Gateway.Continuation;

/// <summary>
/// Lets a request continue an earlier response (<c>previous_response_id</c>), whatever protocol its upstream speaks. The gateway keeps the
/// conversation for a bounded time within a budget of its account, and puts it in front of the new input. Upstreams never receive the id,
/// so an account cannot reach another's conversation, and any route can answer.
/// </summary>
internal sealed partial class Conversations(KeptStore kept, IOptions<ContinuationOptions> options, ILogger<Conversations> log)
{
    private readonly ContinuationOptions options = options.Value;
    private readonly KeptKind conversations = new("conversation", options.Value.Lifetime, options.Value.AccountBytes);

    /// <summary>How much of a request's answer is needed to continue it later, in bytes; null where none is.</summary>
    public int? CopyLimit(InferenceRequest request) => request.Store ? options.MaxBytes : null;

    /// <summary>The request with the earlier conversation in front of its input; unchanged where it continues nothing.</summary>
    /// <param name="lane">That of the connection that the request came over, where it has lanes: what it keeps is looked for first.</param>
    public async ValueTask<StepResult<InferenceRequest>> ContinueAsync(
        Guid account,
        InferenceRequest request,
        Protocol protocol,
        LaneConversation? lane = null
    )
    {
        if (request.PreviousResponse is not { } id)
            return request;
        if (lane?.Find(id) is { } last)
            return lane.TryTake(request, last)
                ? RequestParser.Parse(Conversation.Continue(request, last.Conversation()), protocol.Request)
                : ApiErrors.GatewayBusy();
        if (!(await FindAsync(account, id)).Found(out var before, out var error))
            return error.Status == StatusCodes.Status404NotFound ? ApiErrors.PreviousResponseNotFound(id, options.Lifetime) : error;
        return RequestParser.Parse(Conversation.Continue(request, before.Conversation()), protocol.Request);
    }

    /// <summary>The response of this account with this id, as it was kept.</summary>
    public async ValueTask<StepResult<KeptResponse>> FindAsync(Guid account, string id)
    {
        try
        {
            return await kept.FindAsync(conversations, account, id) is { } found && KeptResponse.From(found) is { } response
                ? response
                : ApiErrors.ResponseNotFound(id, options.Lifetime);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return ApiErrors.StoreUnavailable("The store of earlier responses");
        }
    }

    /// <summary>Null when the response of this account with this id was kept, and is not any more.</summary>
    public async ValueTask<ApiError?> DeleteAsync(Guid account, string id)
    {
        try
        {
            return await kept.DeleteAsync(conversations, account, id) ? null : ApiErrors.ResponseNotFound(id, options.Lifetime);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return ApiErrors.StoreUnavailable("The store of earlier responses");
        }
    }

    /// <summary>
    /// Keeps a whole answer with the conversation before it. Called before the request is settled, so that a settled response can be
    /// continued.
    /// </summary>
    public async ValueTask KeepAsync(Guid account, string requestId, InferenceRequest request, byte[] answer)
    {
        if (Conversation.After(request, answer) is not var (id, said) || said.ToBytes() is var content && content.Length > options.MaxBytes)
            return;
        try
        {
            await kept.KeepAsync(conversations, account, id, content);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The client has its whole answer; a request that continues it gets previous_response_not_found.
            LogNotKept(log, requestId, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis did not take the response of {RequestId}; it cannot be continued")]
    private static partial void LogNotKept(ILogger log, string requestId, Exception exception);
}
