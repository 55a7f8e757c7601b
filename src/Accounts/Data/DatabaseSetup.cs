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
        services.AddSingleton(provider => new AppRole(provider.GetRequiredService<IOptions<AccountsConnections>>().Value.AccountsDb));
        services.AddSingleton(provider =>
            new NpgsqlDataSourceBuilder(provider.GetRequiredService<AppRole>().Application)
                .UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>())
                .Build()
        );
        // Only migrations use the owner's connection.
        services.AddSingleton<DbDataSource>(provider => NpgsqlDataSource.Create(provider.GetRequiredService<AppRole>().Owner));
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
        services.AddSqlMigrations(typeof(DatabaseSetup).Assembly, provider => provider.GetRequiredService<AppRole>().EstablishAsync);
    }
}
