using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Npgsql;
using Platform.Contracts;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>What the ledger itself refuses, whoever asks; and how it keeps what happened long ago.</summary>
[Collection(PlatformCollection.Name)]
public sealed class LedgerStories(PlatformFixture platform)
{
    private const string NewTransaction =
        "INSERT INTO ledger_transactions (id, kind, reference, account_id, description) VALUES (@id, 'usage', @id || '/1', @id, '')";
    private const string Entries = "INSERT INTO ledger_entries (transaction_id, ledger_account, account_id, amount_nano) VALUES ";

    [Theory]
    [InlineData("entries that do not balance", PostgresErrorCodes.CheckViolation, NewTransaction, Entries + "(@id, 'customer', @id, 5)")]
    [InlineData(
        "an entry and its opposite one by one",
        PostgresErrorCodes.CheckViolation,
        NewTransaction,
        Entries + "(@id, 'customer', @id, 5)",
        Entries + "(@id, 'revenue', @id, -5)"
    )]
    [InlineData(
        "entries added to a transaction of the past",
        PostgresErrorCodes.IntegrityConstraintViolation,
        """
            INSERT INTO ledger_entries (transaction_id, ledger_account, account_id, amount_nano)
            SELECT id, name, account_id, amount FROM (SELECT * FROM ledger_transactions LIMIT 1) AS past, (VALUES ('disputes', 5), ('stripe_cash', -5)) AS e (name, amount)
            """
    )]
    [InlineData(
        "entries of no transaction",
        PostgresErrorCodes.ForeignKeyViolation,
        Entries + "(@id, 'customer', @id, 5), (@id, 'revenue', @id, -5)"
    )]
    [InlineData("a record of no transaction", PostgresErrorCodes.ForeignKeyViolation, Record)]
    [InlineData(
        "a record of another request's transaction",
        PostgresErrorCodes.ForeignKeyViolation,
        "INSERT INTO ledger_transactions (id, kind, reference, account_id, description) VALUES (@id, 'usage', 'another/1', @id, '')",
        Record
    )]
    public async Task The_ledger_refuses(string what, string error, params string[] statements)
    {
        // Whose credit is in the ledger.
        await Person.RegisterAsync(platform);
        await using var ledger = await platform.OpenLedgerAsync();
        await using var transaction = await ledger.BeginTransactionAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            foreach (var sql in statements)
                await ExecuteAsync(ledger, sql.Replace("@id", $"'{Guid.Empty}'::uuid", StringComparison.Ordinal));
        });
        Assert.True(error == refused.SqlState, $"{what}: {refused.Message}");
    }

    [Fact]
    public async Task A_records_transaction_is_looked_up_by_its_key_and_by_no_longer_way()
    {
        await using var ledger = await platform.OpenLedgerAsync();
        await using var transaction = await ledger.BeginTransactionAsync();
        // Without the indexes that make one probe of it, a plan from when the table was small shows itself: it reads another index whole.
        foreach (var constraint in (string[])["pkey", "kind_reference_key"])
            await ExecuteAsync(ledger, $"ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_{constraint} CASCADE");
        foreach (var sql in (string[])[NewTransaction, Record])
            await ExecuteAsync(ledger, sql.Replace("@id", $"'{Guid.Empty}'::uuid", StringComparison.Ordinal));
        await using var command = new NpgsqlCommand(
            "SELECT pg_stat_get_xact_numscans('ledger_transactions_usage_of_shard'::regclass)",
            ledger
        );
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task The_service_works_as_the_application_role_and_never_as_the_owner()
    {
        // Aspire's health checks come as the owner; they have no name.
        await using var ledger = await platform.OpenLedgerAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT DISTINCT usename::text FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'usage'
            """,
            ledger
        );
        await using var reader = await command.ExecuteReaderAsync();
        var users = new List<string>();
        while (await reader.ReadAsync())
            users.Add(reader.GetString(0));
        Assert.Equal(["usage_app"], users);
    }

    [Theory]
    [InlineData("UPDATE ledger_transactions SET description = ''")]
    [InlineData("DELETE FROM ledger_transactions")]
    [InlineData("TRUNCATE ledger_transactions CASCADE")]
    [InlineData("UPDATE ledger_entries SET amount_nano = 1")]
    [InlineData("DELETE FROM ledger_entries")]
    [InlineData("TRUNCATE ledger_entries")]
    [InlineData("UPDATE usage_records SET charge_nano = 0")]
    [InlineData("DELETE FROM usage_records")]
    [InlineData("TRUNCATE usage_records")]
    [InlineData("UPDATE payment_events SET amount_nano = 1")]
    [InlineData("DELETE FROM payment_events")]
    [InlineData("TRUNCATE payment_events")]
    [InlineData("UPDATE payments SET credit_nano = 1")]
    [InlineData("DELETE FROM dead_letters")]
    [InlineData("DELETE FROM till_outbox")]
    [InlineData("UPDATE till_outbox SET amount_nano = 1")]
    [InlineData("UPDATE checkouts SET price_nano = 1")]
    [InlineData("UPDATE refunds SET amount_nano = 1")]
    [InlineData("INSERT INTO balances VALUES ('customer', '00000000-0000-0000-0000-000000000000', 1)")]
    [InlineData("UPDATE balances SET balance_nano = 1")]
    [InlineData("DELETE FROM balances")]
    [InlineData("INSERT INTO budgets VALUES ('00000000-0000-0000-0000-000000000000', '', 1)")]
    [InlineData("UPDATE budgets SET spent_nano = 0")]
    [InlineData("DELETE FROM budgets")]
    [InlineData("INSERT INTO usage_hourly SELECT * FROM usage_hourly")]
    [InlineData("UPDATE usage_hourly SET charge_nano = 0")]
    [InlineData("DELETE FROM usage_hourly")]
    [InlineData("INSERT INTO usage_daily SELECT * FROM usage_daily")]
    [InlineData("UPDATE usage_daily SET charge_nano = 0")]
    [InlineData("DELETE FROM schema_migrations")]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("CREATE TEMPORARY TABLE mine (id int)")]
    [InlineData("CREATE SCHEMA mine")]
    [InlineData("ALTER TABLE ledger_entries DISABLE TRIGGER ALL")]
    [InlineData("DROP TABLE ledger_entries")]
    [InlineData("DROP TRIGGER ledger_entries_are_whole ON ledger_entries")]
    [InlineData(
        "CREATE TRIGGER mine AFTER INSERT ON payments REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_to_balances()"
    )]
    [InlineData("SET session_replication_role = replica")]
    [InlineData("CREATE ROLE mine")]
    public async Task The_application_role_is_denied(string sql)
    {
        await using var application = await OpenAsApplicationAsync();
        var denied = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(application, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    [Fact]
    public async Task The_application_role_is_denied_every_partition_and_every_new_table()
    {
        await using var ledger = await platform.OpenLedgerAsync();
        await using var application = await OpenAsApplicationAsync();
        await ExecuteAsync(ledger, "CREATE TABLE added_later (id int)");
        try
        {
            string[] closed = ["added_later", .. await PartitionsAsync(ledger)];
            Assert.True(closed.Length > 3, "this month's partition and the next two");
            foreach (
                var sql in closed.SelectMany(table =>
                    (string[])
                        [$"INSERT INTO {table} SELECT * FROM {table}", $"DELETE FROM {table}", $"TRUNCATE {table}", $"DROP TABLE {table}"]
                )
            )
                Assert.Equal(
                    PostgresErrorCodes.InsufficientPrivilege,
                    (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(application, sql))).SqlState
                );
        }
        finally
        {
            await ExecuteAsync(ledger, "DROP TABLE added_later");
        }
    }

    [Fact]
    public async Task Records_lie_in_the_partitions_of_their_months_and_the_log_leads_through_all_of_them()
    {
        var person = await Person.RegisterAsync(platform);
        DateTimeOffset[] starts =
        [
            .. ((string[])["2023-12-31T23:59:59.999Z", "2024-01-01T00:00:00Z", "2024-02-29T12:00:00Z"]).Select(text =>
                DateTimeOffset.Parse(text, null)
            ),
        ];
        var ids = starts.Select(start => "req_" + Guid.CreateVersion7(start).ToString("N")).ToArray();
        await using var redis = await platform.OpenTillAsync();
        var till = redis.GetDatabase();
        for (var i = 0; i < ids.Length; i++)
            await SendAsync(till, FreeEvent(person.Id, ids[i], starts[i]));
        await person.UsageAsync(ids.Length);

        // Delivered again, and once more with another month.
        await SendAsync(till, FreeEvent(person.Id, ids[0], starts[0]));
        await SendAsync(till, FreeEvent(person.Id, ids[0], starts[2]));
        using var answer = await (await person.ClientAsync()).ChatAsync(Chat.Body());
        Assert.Equal([answer.RequestId(), .. ids.Reverse()], (await person.UsageAsync(ids.Length + 1)).Select(record => record.RequestId));
        await ExpectPartitionsAsync(ids, ["usage_records_2023_12", "usage_records_2024_01", "usage_records_2024_02"]);

        var paged = new List<string>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = (await platform.Usage.GetFromJsonAsync<UsagePage>($"/accounts/{person.Id}/usage?limit=1&cursor={cursor}"))!;
            paged.AddRange(page.Records.Select(record => record.RequestId));
            cursor = page.NextCursor;
        }

        Assert.Equal([answer.RequestId(), .. ids.Reverse()], paged);
        foreach (var id in paged)
            Assert.Single((await platform.Usage.GetFromJsonAsync<UsageRecord[]>($"/accounts/{person.Id}/usage/{id}"))!);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task An_hour_is_reported_as_the_sum_of_its_requests()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        var client = platform.Gateway(key.Secret);
        (await client.ChatAsync(Chat.Body())).Dispose();
        // So that the others are posted after it, and added to what is there.
        await person.UsageAsync(1);
        for (var i = 0; i < 2; i++)
            (await client.ChatAsync(Chat.Body())).Dispose();
        (await client.ChatAsync(Chat.Body("fake-echo"), "status=500")).Dispose();
        var records = await person.UsageAsync(4);

        var start = records.Min(record => record.StartedAt).UtcDateTime.Date;
        var address = $"/accounts/{person.Id}/usage/hourly?from={start:yyyy-MM-dd}T00:00:00Z&to={start.AddDays(2):yyyy-MM-dd}T00:00:00Z";
        var all = (await platform.Usage.GetFromJsonAsync<UsageHour[]>(address))!;
        Assert.Equal(
            records.GroupBy(HourOf).Select(Sum).OrderBy(hour => hour.Hour).ThenBy(hour => hour.Model, StringComparer.Ordinal),
            all
        );
        Assert.Equal(
            all.Where(hour => hour.Model == "fake-echo"),
            await platform.Usage.GetFromJsonAsync<UsageHour[]>(address + "&model=fake-echo")
        );
        Assert.Equal(all, await platform.Usage.GetFromJsonAsync<UsageHour[]>($"{address}&key={key.Key.Id}"));
        Assert.Empty((await platform.Usage.GetFromJsonAsync<UsageHour[]>(address + "&key=another"))!);
        using var wrong = await platform.Usage.GetAsync($"/accounts/{person.Id}/usage/hourly?from=2026-01-01T00:30:00Z");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        static (DateTime, string, string, Outcome) HourOf(UsageRecord record) =>
            (record.StartedAt.UtcDateTime.Date.AddHours(record.StartedAt.UtcDateTime.Hour), record.Model, record.KeyId, record.Outcome);

        static UsageHour Sum(IGrouping<(DateTime Hour, string Model, string Key, Outcome Outcome), UsageRecord> group) =>
            new(
                group.Key.Hour,
                group.Key.Model,
                group.Key.Key,
                group.Key.Outcome,
                group.Count(),
                new TokenUsage(
                    group.Sum(r => r.Usage.Input),
                    group.Sum(r => r.Usage.Output),
                    group.Sum(r => r.Usage.CachedInput),
                    group.Sum(r => r.Usage.CacheWrite),
                    group.Sum(r => r.Usage.Reasoning)
                ),
                group.Aggregate(Money.Zero, (sum, r) => sum + r.Charge)
            );
    }

    [Fact]
    public async Task What_redis_says_is_being_posted_and_is_not_is_posted_within_seconds()
    {
        var person = await Person.RegisterAsync(platform);
        var usage = FreeEvent(person.Id, "req_" + Guid.CreateVersion7().ToString("N"), TimeProvider.System.GetUtcNow());
        var events = TillKeys.Events(TillKeys.ShardOf(person.Id));
        await using (var redis = await platform.OpenTillAsync())
        {
            // As after a restart from an older state that nobody noticed: read by Usage, and not known to it.
            var both = redis.GetDatabase().CreateTransaction();
            _ = SendAsync(both, usage);
            var read = both.StreamReadGroupAsync(events, "usage", Environment.MachineName, StreamPosition.NewMessages);
            Assert.True(await both.ExecuteAsync());
            Assert.NotEmpty(await read);
        }

        var waited = Stopwatch.StartNew();
        Assert.Equal(usage.RequestId, Assert.Single(await person.UsageAsync(1)).RequestId);
        // Taking over what a dead consumer left lying takes more than thirty.
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task An_event_that_cannot_be_posted_is_kept_whole_once_and_reported()
    {
        const string spoilt = "{\"requestId\":\"spoilt\"}";
        await using var redis = await platform.OpenTillAsync();
        var entry = (string)(await redis.GetDatabase().StreamAddAsync(TillKeys.Events(3), "e", spoilt))!;
        await using var ledger = await platform.OpenLedgerAsync();
        try
        {
            await Eventually.TrueAsync(async () => await CountAsync() == 1, "the dead letter");
            using var report = JsonDocument.Parse(await platform.Usage.GetStringAsync("/reconciliation"));
            Assert.False(report.RootElement.GetProperty("clean").GetBoolean());
            Assert.Contains($"event {entry} of shard 3", report.RootElement.GetRawText(), StringComparison.Ordinal);
        }
        finally
        {
            await ExecuteAsync(ledger, $"DELETE FROM dead_letters WHERE entry_id = '{entry}'");
        }

        await platform.ExpectSettledAsync();

        async Task<long> CountAsync()
        {
            await using var command = new NpgsqlCommand("SELECT count(*) FROM dead_letters WHERE entry_id = $1 AND raw = $2", ledger)
            {
                Parameters =
                {
                    new() { Value = entry },
                    new() { Value = Encoding.UTF8.GetBytes(spoilt) },
                },
            };
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private const string Record = """
        INSERT INTO usage_records (request_id, attempt, account_id, key_id, budget_id, endpoint, model, upstream, upstream_model, streamed,
          started_at, duration_ms, outcome, input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, source,
          price_version, price_input, price_output, hold_nano, charge_nano, written_off_nano, ledger_transaction_id)
        VALUES (@id, 1, @id, '', '', '', '', '', '', false, now(), 0, 'Failed', 0, 0, 0, 0, 0, 'None', 1, 0, 0, 0, 0, 0, @id)
        """;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> PartitionsAsync(NpgsqlConnection ledger)
    {
        await using var command = new NpgsqlCommand(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'usage_records'::regclass",
            ledger
        );
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    private async Task ExpectPartitionsAsync(string[] requestIds, string[] expected)
    {
        await using var ledger = await platform.OpenLedgerAsync();
        await using var command = new NpgsqlCommand(
            "SELECT tableoid::regclass::text FROM usage_records WHERE request_id = ANY ($1) ORDER BY started_at",
            ledger
        )
        {
            Parameters = { new() { Value = requestIds } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
            found.Add(reader.GetString(0));
        Assert.Equal(expected, found);
    }

    /// <summary>An attempt that failed and is free, so that ledger and till agree although no gateway has settled it.</summary>
    private static UsageEvent FreeEvent(Guid account, string requestId, DateTimeOffset startedAt) =>
        new(
            requestId,
            account,
            "key",
            "budget",
            Chat.Path,
            "gpt-4.1-mini",
            false,
            startedAt,
            5,
            null,
            null,
            null,
            Money.Zero,
            [
                new Attempt(
                    1,
                    "fake",
                    "gpt-4.1-mini",
                    500,
                    Outcome.Failed,
                    "upstream_error",
                    new TokenUsage(0, 0),
                    UsageSource.None,
                    new Price(1, 1, 1),
                    Money.Zero,
                    5
                ),
            ]
        );

    /// <summary>As the settlement script adds it.</summary>
    private static Task<RedisValue> SendAsync(IDatabaseAsync till, UsageEvent e) =>
        till.StreamAddAsync(
            TillKeys.Events(TillKeys.ShardOf(e.AccountId)),
            "e",
            JsonSerializer.Serialize(e, ContractsJson.Default.UsageEvent)
        );

    /// <summary>The ledger as the service sees it. The password is the owner's, hashed with the name of the database.</summary>
    private async Task<NpgsqlConnection> OpenAsApplicationAsync()
    {
        var owner = new NpgsqlConnectionStringBuilder(await platform.App.GetConnectionStringAsync("usagedb"));
        var password = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(owner.Password!),
            Encoding.UTF8.GetBytes("Platform.Usage application role of " + owner.Database)
        );
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(owner.ConnectionString)
            {
                Username = owner.Database + "_app",
                Password = Convert.ToHexStringLower(password),
                Pooling = false,
            }.ConnectionString
        );
        await connection.OpenAsync();
        return connection;
    }
}
