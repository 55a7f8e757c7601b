using System.Net;
using System.Net.Http.Headers;
using Platform.Contracts;

namespace Platform.Gateway.Catalog;

/// <summary>Fetches the catalogue from Accounts.</summary>
internal sealed class CatalogueClient(HttpClient http)
{
    /// <param name="known">The tag of the catalogue that the caller has; null is none.</param>
    /// <returns>The catalogue and its tag; null where the caller has it.</returns>
    /// <exception cref="HttpRequestException">Accounts does not answer.</exception>
    public async Task<(Catalogue Catalogue, EntityTagHeaderValue? Tag)?> GetAsync(
        EntityTagHeaderValue? known,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AccountsRoutes.Catalogue);
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
            return null;
        response.EnsureSuccessStatusCode();
        var catalogue =
            await response.Content.ReadFromJsonAsync(ContractsJson.Default.Catalogue, cancellationToken)
            ?? throw new HttpRequestException("Accounts answered an empty catalogue");
        return (catalogue, response.Headers.ETag);
    }
}
