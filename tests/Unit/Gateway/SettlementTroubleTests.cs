using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Settlement;
using Platform.Tests.Unit.MoneyCore;
using Platform.Tests.Unit.Usage;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

/// <summary>Unexpected failures of a settlement: each is logged, and delays no other settlement.</summary>
public sealed class SettlementTroubleTests(PrivateRedis server) : IClassFixture<PrivateRedis>, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly Guid Good = new("01990000-0000-7000-8000-000000000011"),
        Broken = new("01990000-0000-7000-8000-000000000021");

    private static readonly HoldOwner Owner = new(Good, "budget", "key", "/v1/chat/completions", "model");

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("trouble-");
    private readonly RecentSettlements recent = new(TimeProvider.System);

    [RedisFact]
    public async Task A_settlement_that_redis_refuses_for_good_is_logged_once_and_delays_no_other()
    {
        var redis = server.Connection.GetDatabase();
        await redis.StringSetAsync(TillKeys.Account(Broken), "no hash");
        await redis.HashSetAsync(TillKeys.Account(Good), "credit", 100);
        var log = new CapturedLog<TillSettlement>();
        var till = new TillSettlement(new Settlements(new TillQueue(server.Connection)), recent, log);
        using var journal = Journal();
        foreach (var (id, account) in new[] { ("good1", Good), ("broken", Broken), ("good2", Good) })
            await journal.KeepAsync(Owed(account, id));

        for (var i = 0; i < 3; i++)
            await journal.ReplayAsync(till.TrySettleAsync).WaitAsync(Timeout);

        Assert.Equal(86, (long)await redis.HashGetAsync(TillKeys.Account(Good), "credit"));
        Assert.Equal(1, journal.Count);
        var entry = Assert.Single(log.Read(), entry => entry.Level == LogLevel.Critical);
        Assert.Contains("broken", entry.Message, StringComparison.Ordinal);
        Assert.Contains("WRONGTYPE", entry.Exception?.Message, StringComparison.Ordinal);
    }

    /// <summary>What the till does not take is owed until it does, and its request runs no more.</summary>
    [RedisFact]
    public async Task A_settlement_that_redis_does_not_take_is_in_the_journal()
    {
        await using var away = await ConnectionMultiplexer.ConnectAsync(
            new ConfigurationOptions
            {
                EndPoints = { "127.0.0.1:9" },
                AbortOnConnectFail = false,
                ConnectTimeout = 100,
                BacklogPolicy = BacklogPolicy.FailFast,
            }
        );
        var (holds, options) = (new Holds(away), Options.Create(new AdmissionOptions()));
        var active = new ActiveHolds(holds, new HoldExtension(holds, options, TimeProvider.System), options, TimeProvider.System);
        var usage = Events.Good;
        active.Begin(new ActiveHold(new HoldSubject(usage.RequestId, Owner, null, null), usage.Hold, usage.Hold, default, 0));
        using var journal = Journal();
        var step = new SettlementStep(Settlement(away), journal, active, TimeProvider.System, NullLogger<SettlementStep>.Instance);
        step.Settle(usage);
        await step.StopAsync(default).WaitAsync(Timeout);
        Assert.Equal((1, 0), (journal.Count, active.Count));
        PendingSettlement? owed = null;
        await journal.ReplayAsync(settlement =>
        {
            owed = settlement;
            return Task.FromResult(true);
        });
        Assert.Equal((usage.RequestId, usage.Charge, usage.Tokens), (owed!.RequestId, owed.Charge, owed.Tokens));
    }

    /// <summary>A limit of tokens counts what was used, and a till that loses the settlement gets it again.</summary>
    [RedisFact]
    public async Task A_settlement_says_the_tokens_that_were_used_and_is_kept_for_a_till_that_loses_it()
    {
        var (redis, account) = (server.Connection.GetDatabase(), Guid.CreateVersion7());
        await redis.HashSetAsync(TillKeys.Account(account), "credit", 1_000_000_000);
        await redis.StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
        var admissions = new Admissions(new TillQueue(server.Connection));
        Task<AdmissionAnswer> AdmitAsync(string id, long tokens) =>
            admissions
                .AdmitAsync(
                    new AdmissionRequest(
                        id,
                        Owner with
                        {
                            AccountId = account,
                        },
                        new Money(7),
                        new Money(7),
                        null,
                        TimeSpan.FromMinutes(1),
                        1_000,
                        10,
                        10,
                        Limits: new CountedLimits(tokens, tokens, [new ScopeLimits(LimitScope.Account, "", new RateLimits(null, 10_000))])
                    )
                )
                .WaitAsync(Timeout);

        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("used", 9_000)).Reason);
        // Of 1,000 tokens of input and 500 of output.
        var owed = PendingSettlement.From(Events.Good with { AccountId = account, BudgetId = "budget", RequestId = "used" });
        Assert.True(await Settlement(server.Connection).TrySettleAsync(owed).WaitAsync(Timeout));
        Assert.InRange((await AdmitAsync("next", 1)).Nearest.RemainingTokens, 8_490, 9_500);
        var kept = Assert.Single(recent.Elsewhere(TillKeys.ShardOf(account), "another"));
        Assert.Equal(("used", Events.Good.Charge), (kept.Settlement.RequestId, kept.Settlement.Charge));
    }

    [RedisFact]
    public async Task Whatever_a_replay_of_the_journal_throws_it_is_tried_again()
    {
        using var journal = Journal();
        await journal.KeepAsync(Owed(Good, "kept"));
        var (redis, log) = (Gone(), new CapturedLog<JournalReplay>());
        using var replay = new JournalReplay(journal, Settlement(redis), TimeProvider.System, log);
        await GoesOnAsync(replay, log);
        Assert.Equal(1, journal.Count);
    }

    [RedisFact]
    public async Task Whatever_a_look_at_the_till_throws_there_is_another()
    {
        var (redis, log) = (Gone(), new CapturedLog<TillWatch>());
        var (holds, options) = (new Holds(redis), Options.Create(new AdmissionOptions()));
        var active = new ActiveHolds(holds, new HoldExtension(holds, options, TimeProvider.System), options, TimeProvider.System);
        using var watch = new TillWatch(
            redis,
            new Epochs(redis),
            recent,
            Settlement(redis),
            active,
            new HoldReversals(holds),
            TimeProvider.System,
            log
        );
        await GoesOnAsync(watch, log);
    }

    public void Dispose() => directory.Delete(recursive: true);

    /// <summary>It has failed twice, so the first time did not end it.</summary>
    private static async Task GoesOnAsync<T>(BackgroundService service, CapturedLog<T> log)
    {
        await service.StartAsync(default);
        using var limit = new CancellationTokenSource(Timeout);
        for (var failed = 0; failed < 2; )
            failed += await log.NextAsync(limit.Token) is { Level: LogLevel.Error, Exception: ObjectDisposedException } ? 1 : 0;
        Assert.False(service.ExecuteTask!.IsCompleted);
        await service.StopAsync(default);
    }

    /// <summary>A connection whose use is a mistake, not a trouble of Redis.</summary>
    private ConnectionMultiplexer Gone()
    {
        var connection = ConnectionMultiplexer.Connect(server.Connection.Configuration);
        connection.Dispose();
        return connection;
    }

    private TillSettlement Settlement(ConnectionMultiplexer redis) =>
        new(new Settlements(new TillQueue(redis)), recent, NullLogger<TillSettlement>.Instance);

    private Journal Journal() => new(Options.Create(new JournalOptions { Directory = directory.FullName }), NullLogger<Journal>.Instance);

    private static PendingSettlement Owed(Guid account, string id) => new(account, "budget", id, new Money(7), "{}"u8.ToArray());

    private sealed record Entry(LogLevel Level, string Message, Exception? Exception);

    private sealed class CapturedLog<T> : ILogger<T>
    {
        private readonly Channel<Entry> entries = Channel.CreateUnbounded<Entry>();

        public ValueTask<Entry> NextAsync(CancellationToken cancellationToken) => entries.Reader.ReadAsync(cancellationToken);

        public IEnumerable<Entry> Read()
        {
            while (entries.Reader.TryRead(out var entry))
                yield return entry;
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => entries.Writer.TryWrite(new Entry(logLevel, formatter(state, exception), exception));
    }
}
