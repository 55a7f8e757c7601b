using Microsoft.AspNetCore.Http.Features;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Presents a response of which only comments were sent as not started; it counts as started once an event was sent. A status or headers
/// that are set after the first comment come too late, and are dropped.
/// </summary>
/// <param name="server">The response as the server has it.</param>
internal sealed class UncommittedResponseFeature(IHttpResponseFeature server, Exchange exchange) : IHttpResponseFeature
{
    private readonly HeaderDictionary dropped = [];

    public IHttpResponseFeature Server => server;

    public bool HasStarted => server.HasStarted && exchange.HasBegun;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    /// <summary>Until the first comment is sent, OnStarting callbacks may still add headers.</summary>
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
