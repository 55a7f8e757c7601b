using Platform.Gateway.Pipeline;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Reads an upstream on for a while after the client has gone, to learn what it will be paid for. Until that while is over the forwarder
/// is not told that the client has gone; what it still writes, the server drops.
/// </summary>
internal sealed class Drain : IDisposable
{
    private readonly HttpContext http;
    private readonly CancellationToken clientGone;
    private readonly CancellationTokenSource over = new();
    private readonly CancellationTokenRegistration registration;

    /// <param name="stopping">A server that goes down does not wait for clients that it has disconnected itself.</param>
    public Drain(Call call, TimeSpan time, CancellationToken stopping)
    {
        (http, clientGone) = (call.Http, call.ClientGone);
        http.RequestAborted = over.Token;
        registration = clientGone.Register(() => over.CancelAfter(stopping.IsCancellationRequested ? TimeSpan.Zero : time));
    }

    public void Dispose()
    {
        http.RequestAborted = clientGone;
        registration.Dispose();
        over.Dispose();
    }
}
