using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Continuation;

/// <summary>
/// Lets a request continue an earlier response (<c>previous_response_id</c>), whatever protocol its upstream speaks: the conversation is
/// kept here for a bounded time, for the account alone, and put in front of what is new. An upstream never gets the id, so no account
/// can reach into another's, and any route can answer.
/// </summary>
internal sealed partial class Conversations(IConnectionMultiplexer redis, IOptions<ContinuationOptions> options, ILogger<Conversations> log)
{
    /// <summary>A Redis that is paused would otherwise keep its callers for long, and their settlement with them.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly ContinuationOptions options = options.Value;

    /// <summary>How much of a request's answer is needed to continue it later, in bytes; null where none is.</summary>
    public int? CopyLimit(InferenceRequest request) => request.Store ? options.MaxBytes : null;

    /// <summary>The request with the whole conversation in it, so that it refers to nothing.</summary>
    public async ValueTask<StepResult<InferenceRequest>> ContinueAsync(Guid account, InferenceRequest request, Protocol protocol)
    {
        if (request.PreviousResponse is not { } id)
            return request;
        byte[]? before;
        try
        {
            before = await redis.GetDatabase().StringGetAsync(TillKeys.Response(account, id)).WaitAsync(Timeout);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return ApiErrors.StoreUnavailable("The store of earlier responses");
        }

        if (before is null)
            return ApiErrors.PreviousResponseNotFound(id, options.Lifetime);
        return RequestParser.Parse(Conversation.Continue(request, before), protocol.Request);
    }

    /// <summary>
    /// Keeps a whole answer with the conversation before it. Before its settlement: whoever finds it settled can continue it.
    /// </summary>
    public async ValueTask KeepAsync(Guid account, string requestId, InferenceRequest request, byte[] answer)
    {
        if (Conversation.After(request, answer) is not { } said || said.Items.Length > options.MaxBytes)
            return;
        try
        {
            await redis.GetDatabase().StringSetAsync(TillKeys.Response(account, said.Id), said.Items, options.Lifetime).WaitAsync(Timeout);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Continuing it is refused by name; the answer itself is whole.
            LogNotKept(log, requestId, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis did not take the response of {RequestId}; it cannot be continued")]
    private static partial void LogNotKept(ILogger log, string requestId, Exception exception);
}
