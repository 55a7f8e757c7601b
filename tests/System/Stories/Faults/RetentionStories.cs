using Npgsql;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>What was measured of routes goes when nobody is shown it any more. It is looked for whenever the service starts.</summary>
[Collection(FaultCollection.Name)]
public sealed class RetentionStories(FaultPlatform platform)
{
    private const string Model = "once-upon-a-time";

    [Fact]
    public async Task Measures_of_routes_are_kept_for_as_long_as_the_setting_says()
    {
        await using (var ledger = await platform.OpenLedgerAsync())
            foreach (var days in (int[])[300, 101, 98])
                await RunAsync(
                    ledger,
                    $"""
                    INSERT INTO route_hourly VALUES (date_trunc('hour', now()) - {days} * interval '1 day', '{Model}', 'u', 'm', 0, 1, 1, 1);
                    INSERT INTO route_first_bytes VALUES ((now() AT TIME ZONE 'UTC')::date - {days}, '{Model}', 'u', 'm', 0, 1, 1)
                    """
                );
        await platform.RestartAsync("usage");
        foreach (var table in (string[])["route_hourly", "route_first_bytes"])
            await Eventually.TrueAsync(async () => await CountAsync(table) == 1, $"all but one of {table} to be removed");
    }

    private async Task<long> CountAsync(string table)
    {
        await using var ledger = await platform.OpenLedgerAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {table} WHERE model = '{Model}'", ledger);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(NpgsqlConnection ledger, string sql)
    {
        await using var command = new NpgsqlCommand(sql, ledger);
        await command.ExecuteNonQueryAsync();
    }
}
