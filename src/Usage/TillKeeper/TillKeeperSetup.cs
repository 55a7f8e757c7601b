using Platform.Till;

namespace Platform.Usage.TillKeeper;

internal static class TillKeeperSetup
{
    /// <summary>Opens the till's shards from the ledger, carries credit to the till and expires holds.</summary>
    public static void AddTillKeeper(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Holds>();
        builder.Services.AddSingleton<Epochs>();
        builder.Services.AddSingleton<Opening>();
        builder.Services.AddSingleton<Credits>();
        builder.Services.AddSingleton<TillCredits>();
        builder.Services.AddSingleton<TillOpener>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TillOpener>());
        builder.Services.AddHostedService<CreditService>();
        builder.Services.AddHostedService<HoldSweeper>();
        builder.Services.AddHealthChecks().AddCheck<TillOpener>("till");
    }
}
