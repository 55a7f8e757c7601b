using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Platform.ServiceDefaults;

namespace Platform.Accounts.Data;

internal static class DatabaseSetup
{
    private const string ConnectionName = "accountsdb";

    public static void AddAccountsDatabase(this WebApplicationBuilder builder)
    {
        var connection = ConnectionString(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(provider => new NpgsqlDataSourceBuilder(connection)
            .UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build());
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddDbContext<AccountsDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            // Whoever catches the exception decides whether it is one worth a line: a taken e-mail address is not.
            .ConfigureWarnings(events => events.Log(
                (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug))));
        services.AddSqlMigrations(typeof(DatabaseSetup).Assembly);
        services.AddHostedService(provider => provider.GetRequiredService<Seeding>());
        services.AddSingleton<Seeding>();
        services.AddHealthChecks().AddCheck<Seeding>("seeding");
    }

    /// <summary>
    /// What the connection string leaves open: statements are prepared by themselves once they recur, and the pool stays
    /// small enough for several services to share a server of 100 connections.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such connection string.</exception>
    private static string ConnectionString(IConfiguration configuration)
    {
        if (configuration.GetConnectionString(ConnectionName) is not { Length: > 0 } given)
        {
            throw new InvalidOperationException(
                $"The connection string {ConnectionName} is missing. Set ConnectionStrings__{ConnectionName}, for example \"Host=localhost;Database=accounts;Username=...\".");
        }

        var defaults = new NpgsqlConnectionStringBuilder { MaxAutoPrepare = 50, MaxPoolSize = 40, ApplicationName = "accounts" };
        return $"{defaults};{given}";
    }
}
