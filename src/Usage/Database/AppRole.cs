using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Platform.Usage.Database;

/// <summary>
/// Who the service is in its database: the owner while it migrates, and else a login role that may do what the service does and no
/// more (grants.sql). The role is named after the database, because roles belong to the whole cluster. Its password is computed from
/// the owner's, so replicas agree on it and nobody keeps it; without a password of the owner's it has none, and the server
/// lets in whom it trusts.
/// </summary>
internal sealed class AppRole
{
    /// <summary>PostgreSQL cuts longer names, and two databases might then mean one role.</summary>
    private const int LongestName = 63;

    /// <summary>By it <c>pg_stat_activity</c> tells the service's connections from others; what the given string says of it wins.</summary>
    private const string Named = "Application Name=usage;";

    /// <summary>
    /// The few statements the service lives on are planned once for each connection; what the given string says of it wins.
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
                $"The name of database '{database}' is too long: with '_app' behind it, it names a role, and must have at most "
                    + $"{LongestName} bytes."
            );
        password = owner.Password is { Length: > 0 } secret ? Derive(secret, database) : null;
        // Not kept open, and as long as a migration takes.
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

    /// <summary>Makes the role what it should be. The caller is the owner, and alone at it.</summary>
    public async Task EstablishAsync(DbConnection owner, CancellationToken cancellationToken)
    {
        await using var transaction = await owner.BeginTransactionAsync(cancellationToken);
        await using var command = owner.CreateCommand();
        command.CommandText = Grants()
            .Replace("{role}", $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", StringComparison.Ordinal)
            .Replace("{name}", Literal(name), StringComparison.Ordinal)
            .Replace("{password}", password is null ? "NULL" : Literal(ScramVerifier.Of(password)), StringComparison.Ordinal);
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
