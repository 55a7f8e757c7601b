using Platform.Contracts;

namespace Platform.Accounts.Keys;

internal static class KeysSetup
{
    public static void AddKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LastUsed>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<LastUsed>());
        // Generated serialisers for the requests of gateways; reflection for the rest.
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default)
        );
    }
}
