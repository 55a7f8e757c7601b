using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Catalogue;

[Section("Catalogue")]
internal sealed class CatalogueOptions
{
    /// <summary>The file of models on sale and their prices.</summary>
    public string File { get; set; } = Shipped("catalogue.json");

    public static string Shipped(string file) => Path.Combine(AppContext.BaseDirectory, "Catalogue", file);
}
