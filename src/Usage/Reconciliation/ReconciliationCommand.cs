using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;
using Platform.Usage.Database;

namespace Platform.Usage.Reconciliation;

/// <summary>
/// <c>dotnet run --project src/Usage -- reconcile [upstream=http://...]</c> prints the report. The connection strings name the
/// ledger's database and the till, as for the service. They may be arguments too: <c>ConnectionStrings:usagedb=...</c> and
/// <c>ConnectionStrings:redis=...</c>.
/// </summary>
internal static class ReconciliationCommand
{
    public const string Name = "reconcile";

    /// <returns>The exit code: 0 for a clean report, 1 for differences, 2 when there is no report.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = arguments });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHttpClient();
        builder.AddTillConnection();
        try
        {
            builder.AddLedgerConnection();
            builder.AddReconciliation();
            if (!ReconciliationApi.TryAddress(builder.Configuration["upstream"], out var tally))
                throw new InvalidOperationException(ReconciliationApi.UpstreamRule);

            using var host = builder.Build();
            if (host.Services.SettingFaults() is { Count: > 0 } faults)
                throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
            var report = await host.Services.GetRequiredService<Reconciler>().RunAsync(tally, CancellationToken.None);
            await Console.Out.WriteAsync(ReportText.Format(report));
            return report.Clean ? 0 : 1;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"The reconciliation could not be made: {e.Message}");
            return 2;
        }
    }
}
