using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Reconciliation;

/// <summary>
/// <c>dotnet run --project src/Usage -- reconcile [upstream=http://...]</c> prints the report. Book and till are those of the
/// connection strings, as for the service: <c>ConnectionStrings:usagedb=...</c> and <c>ConnectionStrings:redis=...</c> may follow too.
/// </summary>
internal static class ReconciliationCommand
{
    public const string Name = "reconcile";

    /// <returns>The exit code: 0 clean, 1 differences, 2 it could not be found out.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = arguments });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHttpClient();
        builder.AddTillConnection();
        try
        {
            builder.AddBookConnection();
            builder.AddReconciliation();
            if (!ReconciliationApi.TryAddress(builder.Configuration["upstream"], out var tally))
                throw new InvalidOperationException(ReconciliationApi.Mend);

            using var host = builder.Build();
            if (host.Services.SettingFaults() is { Count: > 0 } faults)
                throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
            var report = await host.Services.GetRequiredService<Reconciler>().RunAsync(tally, CancellationToken.None);
            await Console.Out.WriteAsync(ReportText.Of(report));
            return report.Clean ? 0 : 1;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"The reconciliation could not be made: {e.Message}");
            return 2;
        }
    }
}
