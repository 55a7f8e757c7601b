using System.Net;
using Platform.Contracts;

namespace Platform.Gateway.Keys;

/// <summary>Accounts could not verify a key.</summary>
internal sealed class KeyServiceUnavailableException(Exception inner) : Exception("Accounts does not answer", inner);

/// <summary>Asks Accounts for the facts of a key.</summary>
internal sealed class KeyServiceClient(HttpClient http)
{
    /// <summary>The facts of a key of the session's account; null when it has no such key, or the session is over.</summary>
    /// <exception cref="KeyServiceUnavailableException">There was no answer, or none that can be read.</exception>
    public async Task<KeyFacts?> UseAsync(string keyId, string session, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AccountsRoutes.For(AccountsRoutes.UseKey, keyId));
        request.Headers.TryAddWithoutValidation(ServiceHeaders.Session, session);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized)
                return null;
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(ContractsJson.Default.KeyFacts, cancellationToken);
        }
        catch (Exception e)
            when (e is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException
                && !cancellationToken.IsCancellationRequested
            )
        {
            throw new KeyServiceUnavailableException(e);
        }
    }

    /// <summary>The facts of a key; null when no key has this hash.</summary>
    /// <param name="client">What the caller says it is, for the owner of the key.</param>
    /// <exception cref="KeyServiceUnavailableException">There was no answer, or none that can be read.</exception>
    public async Task<KeyFacts?> VerifyAsync(string hash, string? client)
    {
        try
        {
            using var response = await http.PostAsJsonAsync(
                AccountsRoutes.VerifyKey,
                new VerifyKeyRequest(hash, client),
                ContractsJson.Default.VerifyKeyRequest
            );
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync(ContractsJson.Default.KeyFacts);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
        {
            throw new KeyServiceUnavailableException(e);
        }
    }
}
