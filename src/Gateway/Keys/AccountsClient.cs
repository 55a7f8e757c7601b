using System.Net;
using Platform.Contracts;

namespace Platform.Gateway.Keys;

/// <summary>Accounts could not be asked.</summary>
public sealed class KeyServiceUnavailableException(Exception inner) : Exception("Accounts does not answer", inner);

/// <summary>What the gateway asks of Accounts.</summary>
public sealed class AccountsClient(HttpClient http)
{
    /// <summary>Null when no key has this hash.</summary>
    /// <exception cref="KeyServiceUnavailableException">There was no answer, or none that makes sense.</exception>
    public async Task<KeyFacts?> VerifyKeyAsync(string hash)
    {
        try
        {
            using var response = await http.PostAsJsonAsync("/keys/verify", new VerifyKeyRequest(hash), ContractsJson.Default.VerifyKeyRequest);
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

    /// <exception cref="HttpRequestException">Accounts is away.</exception>
    public async Task<Catalogue> GetCatalogueAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync("/catalogue", ContractsJson.Default.Catalogue, cancellationToken)
        ?? throw new HttpRequestException("Accounts answered an empty catalogue");
}
