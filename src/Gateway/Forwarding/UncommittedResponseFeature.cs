using Microsoft.AspNetCore.Http.Features;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// A response of which only comments have been sent, as if it were untouched: it has started once an event has been sent. A status or
/// headers set until then come too late, and are dropped.
/// </summary>
/// <param name="server">The response as the server has it.</param>
internal sealed class UncommittedResponseFeature(IHttpResponseFeature server, Exchange exchange) : IHttpResponseFeature
{
    private readonly HeaderDictionary dropped = [];

    public IHttpResponseFeature Server => server;

    public bool HasStarted => server.HasStarted && exchange.HasBegun;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    /// <summary>Until the first comment has left, callbacks of the start may still add theirs.</summary>
    public IHeaderDictionary Headers
    {
        get => server.HasStarted ? dropped : server.Headers;
        set => throw new NotSupportedException();
    }

    [Obsolete("Use IHttpResponseBodyFeature.Stream instead.")]
    public Stream Body
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void OnStarting(Func<object, Task> callback, object state) => server.OnStarting(callback, state);

    public void OnCompleted(Func<object, Task> callback, object state) => server.OnCompleted(callback, state);
}
