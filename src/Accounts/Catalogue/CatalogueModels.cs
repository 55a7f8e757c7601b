namespace Platform.Accounts.Catalogue;

/// <summary>The models of the catalogue files, read and validated like the settings, before the service starts.</summary>
internal sealed class CatalogueModels
{
    public Contracts.Catalogue Catalogue { get; set; } = new([]);
}
