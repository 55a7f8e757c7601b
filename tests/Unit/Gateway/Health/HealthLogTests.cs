using Platform.Gateway.Health;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>What the operator reads when something goes down.</summary>
public sealed class HealthLogTests : IDisposable
{
    private readonly Entries log = new();
    private readonly HealthBench bench;

    public HealthLogTests() => bench = new HealthBench(log: log);

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_pause_is_one_critical_entry_with_an_id_that_names_what_to_do()
    {
        bench.Refuse(times: 20);
        var (level, id, text) = Assert.Single(log.All);
        Assert.Equal((LogLevel.Critical, 5101, "UpstreamCredentialPaused"), (level, id.Id, id.Name));
        Assert.StartsWith(
            "Credential default of upstream primary is paused in all gateways: the upstream refuses it (401). Replace its secret",
            text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("sk-secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_without_credit_is_a_critical_entry_of_its_own()
    {
        bench.Refuse(402);
        var (level, id, text) = Assert.Single(log.All);
        Assert.Equal((LogLevel.Critical, 5102), (level, id.Id));
        Assert.Contains("Add credit at the upstream; it is tried again at 2026-11-29 12:10:00Z", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_opening_and_a_closing_are_an_entry_each()
    {
        bench.Fail(50);
        bench.Pass(5);
        bench.BeginProbes(bench.Circuit, 1);
        bench.Answer();
        Assert.Equal([(LogLevel.Warning, 5103), (LogLevel.Information, 5105)], log.All.Select(entry => (entry.Level, entry.Id.Id)));
    }

    [Fact]
    public void A_rest_names_its_model()
    {
        bench.Limit(5);
        bench.Pass(5);
        bench.Answer();
        Assert.Equal(
            [
                "Credential default of upstream primary is limited there for model m, and rests for it in all gateways until "
                    + "2026-11-29 12:00:05Z",
                "Credential default of upstream primary, for model m, is used again",
            ],
            log.All.Select(entry => entry.Text)
        );
    }

    [Fact]
    public void What_another_gateway_found_is_not_critical_here()
    {
        using var other = new HealthBench();
        other.Refuse(times: 3);
        bench.Log.Adopted(bench.OfCredential.Name, bench.OfCredential.Record, other.OfCredential.Record);
        Assert.Equal(
            (
                LogLevel.Warning,
                "Credential default of upstream primary is not used here either: another gateway found it Paused and says there what to do"
            ),
            (log.All.Single().Level, log.All.Single().Text)
        );
    }

    private sealed class Entries : ILogger<HealthLog>
    {
        public List<(LogLevel Level, EventId Id, string Text)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => All.Add((logLevel, eventId, formatter(state, exception)));
    }
}
