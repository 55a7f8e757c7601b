using System.Collections;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// Adds to every log record of a request the id that its caller knows. It replaces the server's own scope, whose RequestId nobody else
/// knows.
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
