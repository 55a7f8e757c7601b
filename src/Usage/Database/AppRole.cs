using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Platform.Usage.Database;

/// <summary>
/// The roles of the service in its database: the owner for migrations, and a login role with the fewest rights for everything else
/// (grants.sql). The login role is named after the database, because roles belong to the whole cluster. Its password is derived from the
/// owner's, so that replicas agree on it and nothing stores it. When the owner has no password, the role has none either, and the server
/// must trust the connection.
/// </summary>
internal sealed class AppRole
{
    /// <summary>PostgreSQL truncates longer names, so two databases could get the same role.</summary>
    private const int LongestName = 63;

    /// <summary>Names the service's connections in <c>pg_stat_activity</c>. The given connection string may override it.</summary>
    private const string Named = "Application Name=usage;";

    /// <summary>
    /// Plans the few frequent statements once for each connection. The given connection string may override it.
    /// </summary>
    private const string Prepared = "Max Auto Prepare=50;Auto Prepare Min Usages=2;";

    private readonly string name;
    private readonly string? password;

    /// <param name="connection">The owner's connection string.</param>
    /// <exception cref="InvalidOperationException">No role can be named after this database.</exception>
    public AppRole(string connection)
    {
        var owner = new NpgsqlConnectionStringBuilder(connection);
        var database =
            owner.Database ?? owner.Username ?? throw new InvalidOperationException("ConnectionStrings:usagedb names no database.");
        name = database + "_app";
        if (Encoding.UTF8.GetByteCount(name) > LongestName)
            throw new InvalidOperationException(
                $"The name of database '{database}' is too long: followed by '_app' it names a role, so it must have at most "
                    + $"{LongestName} bytes."
            );
        password = owner.Password is { Length: > 0 } secret ? Derive(secret, database) : null;
        // Without pooling, and without a timeout for long migrations.
        Owner = new NpgsqlConnectionStringBuilder(Named + connection) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
        Application = new NpgsqlConnectionStringBuilder(Named + Prepared + connection)
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
    /// Creates the role, or updates its rights and password. The caller connects as the owner, and holds the lock of the migrations.
    /// </summary>
    public async Task EstablishAsync(DbConnection owner, CancellationToken cancellationToken)
    {
        await using var transaction = await owner.BeginTransactionAsync(cancellationToken);
        await using var command = owner.CreateCommand();
        command.CommandText = Grants()
            .Replace("{role}", $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", StringComparison.Ordinal)
            .Replace("{name}", Literal(name), StringComparison.Ordinal)
            .Replace("{password}", password is null ? "NULL" : Literal(ScramVerifier.For(password)), StringComparison.Ordinal);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string Derive(string secret, string database) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("Platform.Usage application role of " + database))
        );

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Grants()
    {
        using var reader = new StreamReader(typeof(AppRole).Assembly.GetManifestResourceStream("Platform.Usage.Database.grants.sql")!);
        return reader.ReadToEnd();
    }
}
