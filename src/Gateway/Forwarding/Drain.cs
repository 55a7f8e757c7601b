namespace Platform.Gateway.Forwarding;

/// <summary>
/// Keeps reading an upstream for a while after the client has gone, to learn its usage. Until that time is over YARP does not see that the
/// client has gone; the server drops what is written.
/// </summary>
internal sealed class Drain : IDisposable
{
    private readonly HttpContext http;
    private readonly CancellationToken clientGone;
    private readonly CancellationTokenSource over = new();
    private readonly CancellationTokenRegistration registration;

    /// <param name="stopping">Cancelled when the server shuts down. It then disconnects the clients itself, and nothing is drained.</param>
    public Drain(Exchange exchange, TimeSpan time, CancellationToken stopping)
    {
        (http, clientGone) = (exchange.Http, exchange.ClientGone);
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
