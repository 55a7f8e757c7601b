using Platform.Contracts;

namespace Platform.Gateway.Catalog;

/// <summary>Fetches the catalogue from Accounts.</summary>
internal sealed class CatalogueClient(HttpClient http)
{
    /// <exception cref="HttpRequestException">Accounts does not answer.</exception>
    public async Task<Catalogue> GetAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync(AccountsRoutes.Catalogue, ContractsJson.Default.Catalogue, cancellationToken)
        ?? throw new HttpRequestException("Accounts answered an empty catalogue");
}
