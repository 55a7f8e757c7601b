using System.Net.Http.Headers;
using System.Text.Json;
using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>
/// Asks the gateway how models do and what it allows, and calls the API on behalf of a person's key: with the service's credential and the
/// person's session, from which the gateway finds the key. The call has the key's limits, and is billed and logged like any other.
/// </summary>
public sealed class GatewayClient(HttpClient http)
{
    private static readonly TimeSpan NowTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Which models have a provider at this moment, by their ids; null while the gateway does not answer.</summary>
    public async Task<IReadOnlyDictionary<string, ModelNow>?> ModelsNowAsync(CancellationToken cancellationToken) =>
        (await NowAsync<ModelNow[]>(GatewayPaths.ModelsNow, cancellationToken))?.ToDictionary(model => model.Model, StringComparer.Ordinal);

    /// <summary>What it allows where nobody set anything else; null while the gateway does not answer.</summary>
    public Task<LimitsForAll?> LimitsAsync(CancellationToken cancellationToken) =>
        NowAsync<LimitsForAll>(GatewayPaths.Limits, cancellationToken);

    /// <summary>Returns once the headers are there; whoever gets the response disposes of it.</summary>
    /// <exception cref="ServiceUnavailableException">The gateway does not answer.</exception>
    public async Task<HttpResponseMessage> PostAsync(
        string path,
        string json,
        string session,
        string keyId,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(ServiceHeaders.Session, session);
        request.Headers.TryAddWithoutValidation(ServiceHeaders.OnBehalfOfKey, keyId);
        request.Headers.UserAgent.ParseAdd("Playground");
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new ServiceUnavailableException("gateway", e.Message, e);
        }
    }

    private async Task<T?> NowAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(NowTimeout);
        try
        {
            return await http.GetFromJsonAsync<T>(path, timeout.Token);
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return null;
        }
    }
}
