using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Platform.ServiceDefaults.Database;

/// <summary>
/// The roles of a service in its database: the owner for migrations, and a login role with the fewest rights for everything else. The login
/// role is named after the database, because roles belong to the whole cluster. Its password is derived from the owner's, so that replicas
/// agree on it and nothing stores it. When the owner has no password, the role has none either, and the server must trust the connection.
/// </summary>
public abstract class ServiceRole
{
    /// <summary>PostgreSQL truncates longer names, so two databases could get the same role.</summary>
    private const int LongestName = 63;

    private readonly string name;
    private readonly string? password;

    /// <param name="service">Such as <c>Usage</c>; in lower case it names the service's connections in <c>pg_stat_activity</c>.</param>
    /// <param name="defaults">Of the connections of the login role.</param>
    /// <param name="connection">The owner's connection string, which may override the defaults.</param>
    /// <exception cref="InvalidOperationException">No role can be named after this database.</exception>
    protected ServiceRole(string service, string defaults, string connection)
    {
        var owner = new NpgsqlConnectionStringBuilder(connection);
        var database = owner.Database ?? owner.Username ?? throw new InvalidOperationException("The connection string names no database.");
        name = database + "_app";
        if (Encoding.UTF8.GetByteCount(name) > LongestName)
            throw new InvalidOperationException(
                $"The name of database '{database}' is too long: followed by '_app' it names a role, so it must have at most "
                    + $"{LongestName} bytes."
            );
        password = owner.Password is { Length: > 0 } secret ? Derive(secret, service, database) : null;
        var named = $"Application Name={service.ToLowerInvariant()};";
        // Without pooling, and without a timeout for long migrations.
        Owner = new NpgsqlConnectionStringBuilder(named + connection) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
        Application = new NpgsqlConnectionStringBuilder(named + defaults + connection)
        {
            Database = database,
            Username = name,
            Password = password,
        }.ConnectionString;
    }

    /// <summary>The connection string for migrations.</summary>
    public string Owner { get; }

    /// <summary>The connection string for everything else.</summary>
    public string Application { get; }

    /// <summary>
    /// Creates the role, or updates its rights (the service's <c>grants.sql</c>) and password. The caller connects as the owner, and holds
    /// the lock of the migrations.
    /// </summary>
    public async Task EstablishAsync(DbConnection owner, CancellationToken cancellationToken)
    {
        await using var transaction = await owner.BeginTransactionAsync(cancellationToken);
        await using var command = owner.CreateCommand();
        command.CommandText = (Resource(typeof(ServiceRole).Assembly, ".role.sql") + Resource(GetType().Assembly, ".grants.sql"))
            .Replace("{role}", $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", StringComparison.Ordinal)
            .Replace("{name}", Literal(name), StringComparison.Ordinal)
            .Replace("{password}", password is null ? "NULL" : Literal(ScramVerifier.For(password)), StringComparison.Ordinal);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string Derive(string secret, string service, string database) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(secret),
                Encoding.UTF8.GetBytes($"Platform.{service} application role of {database}")
            )
        );

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Resource(Assembly assembly, string end)
    {
        var resource = assembly.GetManifestResourceNames().Single(each => each.EndsWith(end, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
