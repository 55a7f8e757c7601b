using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Data;

internal static class DatabaseSetup
{
    public static void AddAccountsDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<AccountsConnections>();
        services.AddSingleton(provider =>
            new NpgsqlDataSourceBuilder(ConnectionString(provider)).UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build()
        );
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddDbContext<AccountsDb>(
            (provider, options) =>
                options
                    .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
                    // The code that catches the exception decides whether to log it: a taken e-mail address is not worth a line.
                    .ConfigureWarnings(events =>
                        events.Log(
                            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                            (RelationalEventId.CommandError, LogLevel.Debug),
                            (RelationalEventId.ConnectionError, LogLevel.Debug)
                        )
                    )
        );
        services.AddSqlMigrations(typeof(DatabaseSetup).Assembly);
    }

    /// <summary>
    /// The connection string, with defaults before it: recurring statements are prepared automatically, and the pool is small enough for
    /// several services to share a server of 100 connections.
    /// </summary>
    private static string ConnectionString(IServiceProvider services)
    {
        var defaults = new NpgsqlConnectionStringBuilder
        {
            MaxAutoPrepare = 50,
            MaxPoolSize = 40,
            ApplicationName = "accounts",
        };
        return $"{defaults};{services.GetRequiredService<IOptions<AccountsConnections>>().Value.AccountsDb}";
    }
}
