namespace Platform.Accounts.Catalogue;

internal static class CatalogueSetup
{
    private const string Setting = "Catalogue:File";

    /// <summary>Reads the catalogue: <c>Catalogue:File</c> or the one that ships, and in Development the fake upstream's models as well.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used; the message says what to mend.</exception>
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        List<string> paths = [builder.Configuration[Setting] is { Length: > 0 } path ? Path.GetFullPath(path) : Shipped("catalogue.json")];
        if (builder.Environment.IsDevelopment())
            paths.Add(Shipped("catalogue.development.json"));
        builder.Services.AddSingleton(new CatalogueModels(CatalogueFile.Read(paths)));
        builder.Services.AddScoped<CatalogueSeed>();
    }

    private static string Shipped(string file) => Path.Combine(AppContext.BaseDirectory, "Catalogue", file);
}
