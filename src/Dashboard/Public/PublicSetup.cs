using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Public;

public static class PublicSetup
{
    /// <summary>What everybody can read: models, prices and how they do, and what the operator has written.</summary>
    public static void AddPublic(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<Offers>();
        builder.Services.AddSettings<OperatorOptions>();
        builder.Services.AddSingleton<OperatorPages>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OperatorPages>());
    }

    public static void MapPublic(this IEndpointRouteBuilder app) => app.MapSiteFiles();
}
