using Microsoft.Extensions.Time.Testing;
using Platform.Accounts.Audit;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Audit;

public sealed class AuditLogTests : IDisposable
{
    private static readonly Guid Account = Guid.Parse("019aa000-0000-7000-8000-000000000001");

    private readonly Collected collected = new();
    private readonly FakeTimeProvider clock = new();
    private readonly LoggerFactory loggers;
    private readonly AuditLog audit;

    public AuditLogTests() => (loggers, audit) = Create();

    public void Dispose() => loggers.Dispose();

    [Fact]
    public void An_action_says_who_did_what_from_where()
    {
        audit.Write(
            "key-rotate",
            AuditLog.Done,
            "192.0.2.7",
            new AuditEntry
            {
                AccountId = Account,
                KeyId = "k1",
                Detail = "replaced by k2",
            }
        );
        audit.Write("sign-in", "wrong_credentials", "", new AuditEntry());
        Assert.Equal(
            [
                $"Platform.Audit Information Audit: key-rotate done, account {Account}, key k1, network 192.0.2.7, replaced by k2",
                "Platform.Audit Information Audit: sign-in wrong_credentials, account (null), key (null), network own service, (null)",
            ],
            collected.Lines
        );
    }

    [Fact]
    public void A_flood_of_refusals_writes_a_line_a_second_that_counts_the_others()
    {
        for (var refusal = 0; refusal < 50; refusal++)
            audit.WriteFlood("sign-in", "network_limit", "192.0.2.7");
        clock.Advance(TimeSpan.FromSeconds(1));
        audit.WriteFlood("sign-in", "network_limit", "192.0.2.8");
        Assert.Equal(
            [
                "Platform.Audit Warning Audit: sign-in network_limit, network 192.0.2.7; 0 refusals of this kind before it were not written",
                "Platform.Audit Warning Audit: sign-in network_limit, network 192.0.2.8; 49 refusals of this kind before it were not written",
            ],
            collected.Lines
        );
    }

    private (LoggerFactory, AuditLog) Create()
    {
        var factory = new LoggerFactory([collected]);
        return (factory, new AuditLog(factory, clock));
    }

    private sealed class Collected : ILoggerProvider
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Writer(categoryName, Lines);

        public void Dispose() { }

        private sealed class Writer(string category, List<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            ) => lines.Add($"{category} {logLevel} {formatter(state, exception)}");
        }
    }
}
