using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>What the catalogue files say, read and checked as the settings are, before the service starts.</summary>
internal sealed class CatalogueModels
{
    public IReadOnlyList<Model> Models { get; set; } = [];
}
