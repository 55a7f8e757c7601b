using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Demo;

internal static class DemoSetup
{
    public static void AddDemo(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSettings<DemoOptions>()
            .Validate<IHostEnvironment>(
                (demo, environment) => environment.IsDevelopment() || demo is { ApiKey: null, Password: null },
                "Demo:ApiKey and Demo:Password (environment variables Demo__ApiKey, Demo__Password) are for Development only. Remove them."
            );
        builder.Services.AddScoped<DemoSeed>();
    }
}
