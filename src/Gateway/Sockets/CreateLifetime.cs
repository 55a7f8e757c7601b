using Microsoft.AspNetCore.Http.Features;

namespace Platform.Gateway.Sockets;

/// <summary>The client of a request that came over a WebSocket is there for as long as the connection, or until the request is aborted.</summary>
internal sealed class CreateLifetime : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly CancellationTokenSource over;

    public CreateLifetime(CancellationToken gone)
    {
        over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        RequestAborted = over.Token;
    }

    public CancellationToken RequestAborted { get; set; }

    public void Abort() => over.Cancel();

    public void Dispose() => over.Dispose();
}
