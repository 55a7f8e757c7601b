using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Settings;
using Platform.Till;
using Platform.Usage.Demo.History;
using Platform.Usage.Payments.Purchases;

namespace Platform.Usage.Demo;

internal static class DemoSetup
{
    public static void AddDemo(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSettings<DemoOptions>()
            .Validate<IHostEnvironment>(
                (demo, environment) => !demo.Enabled || environment.IsDevelopment(),
                "Demo:Enabled (environment variable Demo__Enabled) is 'true', which gives credit away and is for Development only. "
                    + "Remove it."
            )
            .Validate<IOptions<PacksOptions>>(
                (demo, packs) => !demo.Enabled || packs.Value.Exists(pack => pack.Id == demo.Pack),
                "Demo:Pack (environment variable Demo__Pack) is not on sale. It must be the Id of a pack under Packs."
            );
        builder.Services.AddSingleton<DemoCredit>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DemoCredit>());
        builder.Services.AddHealthChecks().AddCheck<DemoCredit>("demo credit");
        builder.Services.AddSingleton<TillQueue>();
        builder.Services.AddSingleton<Settlements>();
        builder.Services.AddSingleton<PastPayments>();
        builder.Services.AddHostedService<DemoHistory>();
    }
}
