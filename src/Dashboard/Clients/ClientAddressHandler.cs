using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>
/// Tells Accounts the network address of the person for whom it is called. It is the connection's own, or what a named proxy says; a header
/// of the browser's is never passed on.
/// </summary>
internal sealed class ClientAddressHandler(IHttpContextAccessor current) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (current.HttpContext is { } context)
            request.Headers.TryAddWithoutValidation(
                ServiceHeaders.ClientAddress,
                context.Connection.RemoteIpAddress?.ToString() ?? "unknown"
            );
        return base.SendAsync(request, cancellationToken);
    }
}
