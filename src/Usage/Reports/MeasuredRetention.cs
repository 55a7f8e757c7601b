using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.ServiceDefaults;

namespace Platform.Usage.Reports;

/// <summary>Removes what was measured of routes so long ago that nobody is shown it. The usage records stay.</summary>
internal sealed class MeasuredRetention(
    NpgsqlDataSource database,
    IOptions<MeasuredOptions> options,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<MeasuredRetention> log
) : RepeatingService(migrations, time, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var first = Time.GetUtcNow().UtcDateTime.Date.AddDays(1 - options.Value.Days);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition("DELETE FROM route_hourly WHERE hour < @first", new { first }, cancellationToken: cancellationToken)
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                "DELETE FROM route_first_bytes WHERE day < @first",
                new { first = DateTime.SpecifyKind(first, DateTimeKind.Unspecified) },
                cancellationToken: cancellationToken
            )
        );
        return Pause;
    }
}
