using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts;

namespace Platform.AppHost.Commands;

/// <summary>Calls our services with the service credential, for commands of the Aspire dashboard.</summary>
internal sealed class PlatformServices(ParameterResource serviceToken) : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <returns>The JSON of the response; default for a response without a body.</returns>
    /// <exception cref="HttpRequestException">The service refused; the message has its response.</exception>
    public async Task<JsonElement> SendAsync(
        HttpMethod method,
        EndpointReference service,
        string path,
        object? body = null,
        string? session = null,
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(method, service.Url + path);
        request.Headers.Add(ServiceHeaders.ServiceToken, await serviceToken.GetValueAsync(cancellationToken));
        if (session is not null)
            request.Headers.Add(ServiceHeaders.Session, session);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Web);
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{service.Resource.Name} answered {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The upstreams as the gateway knows them.</summary>
    public async Task<UpstreamState[]> UpstreamsAsync(EndpointReference gateway, CancellationToken cancellationToken) =>
        (
            await SendAsync(HttpMethod.Get, gateway, GatewayPaths.Upstreams, cancellationToken: cancellationToken)
        ).Deserialize<UpstreamState[]>(Web)!;

    public void Dispose() => http.Dispose();
}
