using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;
using Platform.Till;
using Platform.Usage.Database;
using Platform.Usage.Intake;
using Platform.Usage.Problems;
using Platform.Usage.Reconciliation;
using Platform.Usage.Reports;
using Platform.Usage.Till;

namespace Platform.Usage;

/// <summary>What each room of this service needs.</summary>
internal static class Services
{
    /// <summary>The book: PostgreSQL and the ledger in it.</summary>
    public static void AddBook(this IHostApplicationBuilder builder)
    {
        builder.AddBookConnection();
        // The one thing done as the database's owner.
        builder.Services.AddSingleton<DbDataSource>(services => NpgsqlDataSource.Create(services.GetRequiredService<AppRole>().Owner));
        builder.Services.AddSqlMigrations(typeof(Services).Assembly, services => services.GetRequiredService<AppRole>().EstablishAsync);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<StoreUnavailableHandler>();
        builder.Services.AddExceptionHandler<UnreadableBodyHandler>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    /// <summary>The way to the book, as the application's role, which is made when the service migrates.</summary>
    public static void AddBookConnection(this IHostApplicationBuilder builder)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        builder.Services.AddSettings<UsageConnections>();
        builder.Services.AddSingleton(services => new AppRole(services.GetRequiredService<IOptions<UsageConnections>>().Value.UsageDb));
        builder.Services.AddSingleton(services => NpgsqlDataSource.Create(services.GetRequiredService<AppRole>().Application));
    }

    /// <summary>The till: Redis, opened from the book, credited by it and swept.</summary>
    public static void AddTill(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Holds>();
        builder.Services.AddSingleton<Epochs>();
        builder.Services.AddSingleton<Opening>();
        builder.Services.AddSingleton<Credits>();
        builder.Services.AddSingleton<TillBalances>();
        builder.Services.AddSingleton<TillCredits>();
        builder.Services.AddSingleton<TillOpener>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TillOpener>());
        builder.Services.AddHostedService<CreditService>();
        builder.Services.AddHostedService<HoldSweeper>();
        builder.Services.AddHealthChecks().AddCheck<TillOpener>("till");
    }

    public static void AddIntake(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IntakeTelemetry>();
        builder.Services.AddSingleton<EventStream>();
        builder.Services.AddSingleton<Booking>();
        builder.Services.AddHostedService<UsageMonths>();
        builder.Services.AddHostedService<IntakeService>();
    }

    public static void AddReports(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Balances>();
        builder.Services.AddSingleton<UsageLog>();
        builder.Services.AddSingleton<UsageHours>();
        builder.Services.AddSingleton<Totals>();
    }

    public static void AddReconciliation(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Inspection>();
        builder.Services.AddSingleton<TillInspector>();
        builder.Services.AddSingleton<UpstreamTally>();
        builder.Services.AddSingleton<Reconciler>();
    }
}
