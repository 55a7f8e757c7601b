using System.Diagnostics;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>One admission or settlement on its way to Redis; see <see cref="TillQueue"/>.</summary>
/// <param name="name">The name of its script: admit or settle.</param>
internal abstract class TillStep(string name, Guid accountId, string requestId)
{
    public string Name => name;

    public Guid AccountId => accountId;

    public string RequestId => requestId;

    /// <summary>Its span in the trace of its request; null when tracing is off.</summary>
    public Activity? Span { get; set; }

    /// <summary>The number of its arguments, the name and the request id included.</summary>
    public abstract int ValueCount { get; }

    /// <summary>Adds the arguments behind the request id, in the order in which the head of its script lists them.</summary>
    public abstract void AddValues(List<RedisValue> values);

    /// <summary>Completes the step with its answer, or with the error that the answer is.</summary>
    public abstract void Complete(RedisResult answer);

    public abstract void Fail(Exception exception);
}

internal abstract class TillStep<TAnswer>(string name, Guid accountId, string requestId) : TillStep(name, accountId, requestId)
{
    private readonly TaskCompletionSource<TAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TAnswer> Answer => answer.Task;

    /// <summary>A status reply is the error of a step that failed; see <c>batch.lua</c>.</summary>
    public sealed override void Complete(RedisResult answer)
    {
        try
        {
            if (answer.Resp2Type == ResultType.SimpleString)
                Fail(new RedisServerException(RedisErrorKind.Unknown, CommandFlags.None, (string)answer!));
            else
                this.answer.TrySetResult(Read(answer));
        }
        catch (Exception e)
        {
            // An answer that cannot be read must not fail the other steps of its call.
            Fail(e);
        }
    }

    public sealed override void Fail(Exception exception) => answer.TrySetException(exception);

    protected abstract TAnswer Read(RedisResult answer);
}
