using Dapper;
using Npgsql;
using Platform.ServiceDefaults;

namespace Platform.Usage.Intake;

/// <summary>
/// The partitions of <c>usage_records</c>. Once a day this month's and the next two are made, so that booking finds its own; what
/// comes for another month makes its partition while it is booked.
/// </summary>
internal sealed class UsageMonths(NpgsqlDataSource database, SqlMigrations migrations, TimeProvider time, ILogger<UsageMonths> log)
    : RepeatingService(migrations, time, log)
{
    private const int Ahead = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    /// <summary>First thing in a transaction: it may wait for somebody else who makes one.</summary>
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
