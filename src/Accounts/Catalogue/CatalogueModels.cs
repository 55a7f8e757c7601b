namespace Platform.Accounts.Catalogue;

/// <summary>The catalogue files as they were at the start, read and validated like the settings, before the service starts.</summary>
internal sealed class CatalogueModels
{
    public Contracts.Catalogue Catalogue { get; set; } = new([]);

    public string Fingerprint { get; set; } = "";
}
