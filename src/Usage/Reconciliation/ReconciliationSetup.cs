using Platform.Till;

namespace Platform.Usage.Reconciliation;

internal static class ReconciliationSetup
{
    /// <summary>The caller adds the connections to the ledger's database and to the till.</summary>
    public static void AddReconciliation(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Inspection>();
        builder.Services.AddSingleton<TillInspector>();
        builder.Services.AddSingleton<UpstreamTally>();
        builder.Services.AddSingleton<Reconciler>();
    }
}
