using System.Net;
using System.Text.Json;
using Platform.Contracts;

namespace Platform.Dashboard.Clients;

/// <summary>
/// Calls one of our services: a 2xx is a value, a 4xx with problem details a <see cref="Refusal"/>, everything else
/// a <see cref="ServiceUnavailableException"/>.
/// </summary>
internal sealed class ServiceCalls(HttpClient http, string service)
{
    private const string SessionEnded = "session_ended";

    public async Task<Result<T>> GetAsync<T>(string path, string? session, CancellationToken cancellationToken)
        where T : class => await SendAsync<T>(HttpMethod.Get, path, null, session, cancellationToken);

    public async Task<Result<T>> SendAsync<T>(
        HttpMethod method,
        string path,
        object? body,
        string? session,
        CancellationToken cancellationToken
    )
        where T : class
    {
        using var response = await GetResponseAsync(method, path, body, session, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return new Result<T>(null, await RefusalAsync(response, session, cancellationToken));
        return new Result<T>(await ReadAsync<T>(response, cancellationToken), null);
    }

    /// <summary>Makes a call whose success has no content.</summary>
    public async Task<Refusal?> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        string? session,
        CancellationToken cancellationToken
    )
    {
        using var response = await GetResponseAsync(method, path, body, session, cancellationToken);
        return response.IsSuccessStatusCode ? null : await RefusalAsync(response, session, cancellationToken);
    }

    private async Task<HttpResponseMessage> GetResponseAsync(
        HttpMethod method,
        string path,
        object? body,
        string? session,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (session is not null)
            request.Headers.TryAddWithoutValidation(ServiceHeaders.Session, session);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType());
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new ServiceUnavailableException(service, e.Message, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceUnavailableException(service, "no answer in time", e);
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(cancellationToken)
                ?? throw new ServiceUnavailableException(service, "its answer was empty");
        }
        catch (JsonException e)
        {
            throw new ServiceUnavailableException(service, "its answer was not the JSON that was agreed", e);
        }
    }

    private async Task<Refusal> RefusalAsync(HttpResponseMessage response, string? session, CancellationToken cancellationToken)
    {
        var refusal = (int)response.StatusCode < 500 ? await Problem.ReadAsync(response, cancellationToken) : null;
        return refusal switch
        {
            null => throw new ServiceUnavailableException(service, $"it answered {(int)response.StatusCode} without saying why"),
            { Status: HttpStatusCode.Unauthorized, Code: null } => throw new ServiceUnavailableException(
                service,
                "it does not accept our credential"
            ),
            { Code: SessionEnded } when session is not null => throw new SessionEndedException(),
            _ => refusal,
        };
    }
}
