using System.Net;
using System.Text.Json;
using Npgsql;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Fixture;

/// <summary>How a story about money ends.</summary>
public static class Settled
{
    /// <summary>
    /// Waits until nothing of these people is held and the till has the credit that the ledger's entries add up to; then until the
    /// platform's own check of every money invariant is clean, against the upstream's tally as well. In the end every transaction sums to
    /// zero. The ledger is read by SQL, so that a report that lies is found.
    /// </summary>
    public static async Task ExpectSettledAsync(this PlatformFixture platform, params IEnumerable<Person> people)
    {
        foreach (var person in people)
            await ExpectLedgerAndTillToAgreeAsync(platform, person);
        await ExpectCleanReportAsync(platform);
        await using var ledger = await platform.OpenLedgerAsync();
        Assert.Equal(
            0L,
            await AskAsync(
                ledger,
                "SELECT count(*) FROM (SELECT FROM ledger_entries GROUP BY transaction_id HAVING sum(amount_nano) <> 0) AS unbalanced"
            )
        );
    }

    private static async Task ExpectLedgerAndTillToAgreeAsync(PlatformFixture platform, Person person)
    {
        var (till, ledger) = (new BalanceView(default, default), Money.Zero);
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await using var connection = await platform.OpenLedgerAsync();
                    ledger = new Money(
                        await AskAsync(
                            connection,
                            "SELECT coalesce(sum(amount_nano), 0)::bigint FROM ledger_entries WHERE ledger_account = 'customer' AND account_id = $1",
                            person.Id
                        )
                    );
                    till = await person.BalanceAsync();
                }
                catch (Exception e) when (e is HttpRequestException or NpgsqlException)
                {
                    // A story before has stopped a store or a service, which is about to be back.
                    return false;
                }

                return till == new BalanceView(ledger, Money.Zero);
            },
            () => $"{person.Email} to be settled; the till has {till.Credit} of which {till.Held} is held, the ledger {ledger}"
        );
    }

    private static async Task<long> AskAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Waits until the report is clean. A till being rebuilt and a store just restarted need a moment; a wrong sum stays wrong.
    /// </summary>
    private static async Task ExpectCleanReportAsync(PlatformFixture platform)
    {
        var found = "nothing";
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var response = await platform.Usage.GetAsync(
                        $"/reconciliation?upstream={Uri.EscapeDataString(platform.Upstream.BaseAddress!.ToString())}"
                    );
                    found = await response.Content.ReadAsStringAsync();
                    if (response.StatusCode != HttpStatusCode.OK)
                        return false;
                }
                catch (HttpRequestException)
                {
                    return false;
                }

                using var report = JsonDocument.Parse(found);
                found = Differences(report.RootElement);
                return report.RootElement.GetProperty("clean").GetBoolean();
            },
            () => $"a clean reconciliation; it says {found}"
        );
    }

    private static string Differences(JsonElement report) =>
        string.Join(
            '\n',
            report
                .GetProperty("checks")
                .EnumerateArray()
                .Where(check => check.GetProperty("count").GetInt64() > 0)
                .Select(check => check.GetRawText())
        );
}
