using System.Collections;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// What every log record of a request says: the id that its caller knows. The server's own scope, whose RequestId is one that nobody else
/// knows, is switched off for it.
/// </summary>
internal sealed class RequestLogScope(RequestContext context) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] =>
        index switch
        {
            0 => new("RequestId", context.RequestId),
            1 => new("RequestPath", context.Endpoint),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"RequestId:{context.RequestId} RequestPath:{context.Endpoint}";
}
