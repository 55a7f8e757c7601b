using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Database;

internal static class DatabaseSetup
{
    /// <summary>The ledger's database: its connection and its migrations.</summary>
    public static void AddLedgerDatabase(this IHostApplicationBuilder builder)
    {
        builder.AddLedgerConnection();
        // Only migrations use the owner's connection.
        builder.Services.AddSingleton<DbDataSource>(services => NpgsqlDataSource.Create(services.GetRequiredService<AppRole>().Owner));
        builder.Services.AddSqlMigrations(
            typeof(DatabaseSetup).Assembly,
            services => services.GetRequiredService<AppRole>().EstablishAsync
        );
    }

    /// <summary>The connection to the ledger's database as the application's role, which the service creates when it migrates.</summary>
    public static void AddLedgerConnection(this IHostApplicationBuilder builder)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        builder.Services.AddSettings<UsageConnections>();
        builder.Services.AddSingleton(services => new AppRole(services.GetRequiredService<IOptions<UsageConnections>>().Value.UsageDb));
        builder.Services.AddSingleton(services => NpgsqlDataSource.Create(services.GetRequiredService<AppRole>().Application));
    }
}
