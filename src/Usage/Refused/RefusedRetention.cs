using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.ServiceDefaults;

namespace Platform.Usage.Refused;

/// <summary>Removes refused requests that are old, or that are more than an account, or the platform, keeps.</summary>
internal sealed class RefusedRetention(
    NpgsqlDataSource database,
    IOptions<RefusedLogOptions> options,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<RefusedRetention> log
) : RepeatingService(migrations, time, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const string RemoveOld = "DELETE FROM refused_requests WHERE at < @before";

    /// <summary>Of the accounts that were refused something in the last minutes; others have no more than they had.</summary>
    private const string RemoveExcess = """
        DELETE FROM refused_requests AS r USING (
          SELECT a.account_id, kind.verified,
            (SELECT at FROM refused_requests AS kept WHERE kept.account_id = a.account_id AND kept.verified = kind.verified
             ORDER BY at DESC, request_id DESC OFFSET kind.most LIMIT 1) AS newest_excess
          FROM (SELECT DISTINCT account_id FROM refused_requests WHERE at >= @since) AS a
          CROSS JOIN (VALUES (true, @perAccount), (false, @unverified)) AS kind (verified, most)
        ) AS excess
        WHERE r.account_id = excess.account_id AND r.verified = excess.verified AND r.at <= excess.newest_excess
        """;

    private const string RemoveExcessInAll =
        "DELETE FROM refused_requests WHERE at <= (SELECT at FROM refused_requests ORDER BY at DESC OFFSET @inAll LIMIT 1)";

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var (limits, now) = (options.Value, Time.GetUtcNow().UtcDateTime);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await RunAsync(RemoveOld, new { before = now.AddDays(-limits.Days) });
        await RunAsync(
            RemoveExcess,
            new
            {
                since = now - 10 * Pause,
                perAccount = limits.PerAccount,
                unverified = limits.UnverifiedPerAccount,
            }
        );
        await RunAsync(RemoveExcessInAll, new { inAll = limits.InAll });
        return Pause;

        Task RunAsync(string sql, object values) =>
            connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: cancellationToken));
    }
}
