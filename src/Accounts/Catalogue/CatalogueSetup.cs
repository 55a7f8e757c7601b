using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Catalogue;

internal static class CatalogueSetup
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<CatalogueOptions>();
        builder.Services.AddOptions<CatalogueModels>().Configure<IOptions<CatalogueOptions>, IHostEnvironment>(Read).ValidateOnStart();
        builder.Services.AddScoped<CatalogueSeed>();
        builder.Services.AddSingleton<CatalogueAnswer>();
    }

    /// <summary>In Development FakeUpstream's models are on sale as well.</summary>
    private static void Read(CatalogueModels catalogue, IOptions<CatalogueOptions> options, IHostEnvironment environment)
    {
        List<string> paths = [options.Value.File];
        if (environment.IsDevelopment())
            paths.Add(CatalogueOptions.Shipped("catalogue.development.json"));
        catalogue.Catalogue = CatalogueFile.Read(paths);
    }
}
