using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using StackExchange.Redis;

namespace Platform.Gateway.Continuation;

/// <summary>
/// Lets a request go on from an earlier response (<c>previous_response_id</c>), whatever protocol its upstream speaks: what was said is
/// kept here for a bounded time, for the account alone, and put in front of what is new. An upstream is never told the id, so no account
/// can reach into another's, and any route can answer.
/// </summary>
public sealed partial class Conversations(IConnectionMultiplexer redis, IOptions<ContinuationOptions> options, ILogger<Conversations> log)
{
    /// <summary>A Redis that is paused would else keep its callers for long, and their settlement with them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ContinuationOptions options = options.Value;

    /// <summary>Before step 4: the request says everything itself afterwards.</summary>
    public async ValueTask<ApiError?> ContinueAsync(Call call)
    {
        var request = call.Request!;
        if (request.Store)
            call.Http.Response.Body = call.Answer = new CopyingStream(call.Http.Response.Body, options.MostBytes);
        if (request.PreviousResponse is not { } id)
            return null;
        byte[]? before;
        try
        {
            before = await redis.GetDatabase().StringGetAsync(TillKeys.Response(call.Key!.AccountId, id)).WaitAsync(Patience);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return ApiErrors.StoreAway("The store of earlier responses");
        }

        if (before is null)
            return ApiErrors.PreviousResponseNotFound(id, options.Lifetime);
        call.PreviousResponse = id;
        (call.Request, var error) = RequestParser.Parse(Conversation.Continue(request, before), call.Protocol!.Request);
        return error;
    }

    /// <summary>After a whole answer, before its settlement: whoever finds it settled can go on from it.</summary>
    public async ValueTask KeepAsync(Call call)
    {
        if (call.Answer?.Bytes is not { } answer || Conversation.After(call.Request!, answer) is not { } said || said.Items.Length > options.MostBytes)
            return;
        try
        {
            await redis.GetDatabase().StringSetAsync(TillKeys.Response(call.Key!.AccountId, said.Id), said.Items, options.Lifetime).WaitAsync(Patience);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Going on from it is refused by name; the answer itself is whole.
            LogNotKept(log, call.RequestId, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis did not take the response of {RequestId}; it cannot be gone on from")]
    private static partial void LogNotKept(ILogger log, string requestId, Exception exception);
}
