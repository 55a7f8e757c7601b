using System.Net;
using System.Net.Http.Headers;
using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>Forwards webhooks to Usage byte for byte, because the bytes are signed.</summary>
public sealed class WebhookClient(HttpClient http)
{
    /// <exception cref="ServiceUnavailableException">Usage did not answer.</exception>
    public async Task<(HttpStatusCode Status, string Body)> ForwardAsync(
        string provider,
        ReadOnlyMemory<byte> body,
        string signatureHeader,
        string? signature,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, UsageRoutes.ForWebhook(provider));
        request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation(signatureHeader, signature);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            throw new ServiceUnavailableException("usage", e.Message, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceUnavailableException("usage", "no answer in time", e);
        }
    }
}
