using Platform.ServiceDefaults.Settings;
using Platform.Till;

namespace Platform.Usage.Reports;

internal static class ReportsSetup
{
    public static void AddReports(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TillBalances>();
        builder.Services.AddSingleton<Balances>();
        builder.Services.AddSingleton<UsageLog>();
        builder.Services.AddSingleton<UsageHours>();
        builder.Services.AddSingleton<UsageDays>();
        builder.Services.AddSingleton<UsageSessions>();
        builder.Services.AddSingleton<Totals>();
        builder.Services.AddSingleton<Transactions>();
        builder.Services.AddSettings<MeasuredOptions>();
        builder.Services.AddSingleton<MeasuredRoutes>();
        builder.Services.AddHostedService<MeasuredRetention>();
    }
}
