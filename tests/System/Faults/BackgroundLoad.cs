using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting.Testing;
using Npgsql;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Faults;

/// <summary>
/// Parallel callers, each with an account of their own, who go on whatever they are answered; and the proof afterwards that what the
/// upstream served them is what they were charged.
/// </summary>
public sealed class BackgroundLoad(PlatformFixture platform, IReadOnlyList<Person> people, IReadOnlyList<HttpClient> clients)
{
    private static readonly Money Credit = Money.FromUsd(5);

    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1);

    private readonly string scenario = $"load-{Guid.CreateVersion7():N}";
    private int answered;

    /// <summary>Requests answered in full so far.</summary>
    public int Answered => Volatile.Read(ref answered);

    public static async Task<BackgroundLoad> PrepareAsync(PlatformFixture platform, int callers = 8)
    {
        var people = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Person.RegisterAsync(platform)));
        return new BackgroundLoad(platform, people, await Task.WhenAll(people.Select(person => person.ClientAsync())));
    }

    /// <summary>A fault in the middle of it, and the proof afterwards.</summary>
    public async Task ThroughAsync(Func<Task> fault)
    {
        using var end = new CancellationTokenSource();
        var running = RunAsync(end.Token);
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(Answered > people.Count), "the load to run before the fault");
            await fault();
            await Task.Delay(Afterwards);
        }
        finally
        {
            await end.CancelAsync();
        }

        await running;
        await ExpectEverythingPaidOnceAsync();
    }

    /// <summary>
    /// Everybody gets an answer again, every hold ends, the report is clean, and tokens x price is what was charged and earned.
    /// </summary>
    private async Task ExpectEverythingPaidOnceAsync()
    {
        foreach (var client in clients)
            await Eventually.TrueAsync(() => AskAsync(client, 1, stream: false), "requests to succeed again");
        await platform.ExpectSettledAsync(people);

        var served = (await platform.Upstream.GetFromJsonAsync<Served[]>($"/tally/requests?scenario={scenario}"))!;
        Assert.NotEmpty(served);
        var (cost, charged, odd) = (0L, 0L, new List<string>());
        // The last of them may wait in the stream still, where reconciliation counts them; they are posted soon.
        await Eventually.TrueAsync(
            async () =>
            {
                (charged, var free, odd) = await RecordsAsync();
                // fake-echo costs 1,000 nano-USD a token of input and 2,000 of output. What nobody could settle is in the log, and free.
                cost = served
                    .Where(call => !free.Contains(call.RequestId!))
                    .Sum(call => call.PromptTokens * 1_000 + call.CompletionTokens * 2_000);
                return cost == charged;
            },
            () => $"everything served to be charged: served was {cost}, charged {charged} nano-USD. Not completed: {string.Join(", ", odd)}"
        );
        Assert.Equal(charged, await EarnedAsync());
        var balances = await Task.WhenAll(people.Select(person => person.BalanceAsync()));
        Assert.Equal(people.Count * Credit.NanoUsd - charged, balances.Sum(balance => balance.Credit.NanoUsd));
    }

    /// <summary>How many of the callers' requests ended as holds that nobody settled.</summary>
    public async Task<int> AbandonedAsync() => (await RecordsAsync()).Free.Count;

    /// <summary>A caller ends its last request before it stops.</summary>
    private Task RunAsync(CancellationToken end) =>
        Task.WhenAll(
            clients.Select(
                async (client, caller) =>
                {
                    for (var i = 0; !end.IsCancellationRequested; i++)
                        if (!await AskAsync(client, 1 + caller * 7 + i % 50, stream: i % 2 == 0))
                            await Task.Delay(50, CancellationToken.None);
                }
            )
        );

    /// <summary>True when the whole answer came.</summary>
    private async Task<bool> AskAsync(HttpClient client, int length, bool stream)
    {
        try
        {
            using var request = Chat.Request(
                Chat.Body("fake-echo", new string('x', length), stream),
                stream ? "chunk-delay=20ms" : null,
                scenario
            );
            using var response = await client.SendAsync(request);
            if (response.StatusCode != HttpStatusCode.OK)
                return false;
            Interlocked.Increment(ref answered);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<(long Charged, HashSet<string> Free, List<string> Odd)> RecordsAsync()
    {
        var (charged, free, settled, odd) = (0L, new HashSet<string>(), new HashSet<string>(), new List<string>());
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT request_id, outcome, charge_nano, coalesce(error_code, '') FROM usage_records WHERE account_id = ANY ($1)",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = people.Select(person => person.Id).ToArray() });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            charged += rows.GetInt64(2);
            if (rows.GetString(1) == nameof(Outcome.Abandoned))
                free.Add(rows.GetString(0));
            else
                settled.Add(rows.GetString(0));
            if (rows.GetString(1) is not (nameof(Outcome.Completed) or nameof(Outcome.Abandoned)))
                odd.Add($"{rows.GetString(0)} {rows.GetString(1)} {rows.GetString(3)} {rows.GetInt64(2)}");
        }

        // Settled late, after its hold had expired: it is in the log as abandoned, and charged beside.
        free.ExceptWith(settled);
        return (charged, free, odd);
    }

    private async Task<long> EarnedAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(sum(amount_nano), 0)::bigint FROM ledger_entries WHERE ledger_account = 'revenue' AND account_id = ANY ($1)",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = people.Select(person => person.Id).ToArray() });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(await platform.App.GetConnectionStringAsync("usagedb") + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
