using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Catalogue;

internal static class CatalogueSetup
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<CatalogueOptions>();
        services.AddSingleton<CatalogueFiles>();
        services.AddOptions<CatalogueModels>().Configure<CatalogueFiles>(Read).ValidateOnStart();
        services.AddScoped<CatalogueSeed>();
        services.AddSingleton<CatalogueAnswer>();
        services.AddSingleton<CatalogueInForce>();
        services.AddSingleton<CatalogueTelemetry>();
        services.AddSingleton<ApplyCatalogue>(provider => (catalogue, cancel) => ApplyAsync(provider, catalogue, cancel));
        services.AddSingleton<CatalogueWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<CatalogueWatch>());
        services.AddHealthChecks().AddCheck<CatalogueWatch>("catalogue");
    }

    private static async Task ApplyAsync(IServiceProvider provider, Contracts.Catalogue catalogue, CancellationToken cancellationToken)
    {
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CatalogueSeed>().ApplyAsync(catalogue, cancellationToken);
    }

    private static void Read(CatalogueModels start, CatalogueFiles files)
    {
        var text = files.Read();
        var (catalogue, faults) = text.Parse();
        if (faults.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(CatalogueModels), faults);
        (start.Catalogue, start.Fingerprint) = (catalogue, text.Fingerprint);
    }
}
