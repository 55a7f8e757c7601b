using Dapper;
using Npgsql;
using Platform.ServiceDefaults;

namespace Platform.Usage.Intake;

/// <summary>
/// The partitions of <c>usage_records</c>, one for each month. Once a day this service creates those of this month and the next two.
/// Posting creates the partition of any other month when it is needed.
/// </summary>
internal sealed class UsageMonths(NpgsqlDataSource database, SqlMigrations migrations, TimeProvider time, ILogger<UsageMonths> log)
    : RepeatingService(migrations, time, log)
{
    private const int Ahead = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    /// <summary>
    /// Creates the missing partitions. In a transaction it comes first, because it may wait for another transaction that creates one.
    /// </summary>
    public static Task OpenAsync(NpgsqlConnection connection, IEnumerable<DateTimeOffset> moments, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            new CommandDefinition(
                "SELECT open_usage_months(@months)",
                new { months = moments.Select(Month).Distinct().ToArray() },
                cancellationToken: cancellationToken
            )
        );

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var now = new DateTimeOffset(Month(Time.GetUtcNow()));
        await OpenAsync(connection, Enumerable.Range(0, Ahead + 1).Select(months => now.AddMonths(months)), cancellationToken);
        return Pause;
    }

    private static DateTime Month(DateTimeOffset moment) =>
        new(moment.UtcDateTime.Year, moment.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc);
}
