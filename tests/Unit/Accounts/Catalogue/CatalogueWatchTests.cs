using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.Accounts.Catalogue;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Catalogue;

/// <summary>Each look is a second after the one before.</summary>
public sealed class CatalogueWatchTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CatalogueInForce inForce = new();
    private readonly CapturedLog log = new();
    private readonly List<string> applied = [];
    private readonly CatalogueWatch watch;
    private Exception? outage;

    public CatalogueWatchTests()
    {
        watch = new CatalogueWatch(
            null!,
            inForce,
            (catalogue, _) =>
            {
                if (outage is not null)
                    throw outage;
                applied.Add(catalogue.Models.Single().Id);
                return Task.CompletedTask;
            },
            new CatalogueTelemetry(services.GetRequiredService<IMeterFactory>(), inForce),
            TimeProvider.System,
            log
        );
        inForce.Accept(Text(File("a")).Fingerprint);
    }

    public void Dispose()
    {
        watch.Dispose();
        services.Dispose();
    }

    private static string File(string id) =>
        $$"""
            { "models": [ { "id": "{{id}}", "ownedBy": "o", "createdAt": "2025-01-01", "contextTokens": 9, "maxOutputTokens": 9, "routes": [
              { "upstream": "u", "upstreamModel": "m", "protocols": ["openai-chat"], "usdPerMillionTokens": { "input": 1, "output": 2 } } ] } ] }
            """;

    private static CatalogueText Text(string json) => new([("c.json", Encoding.UTF8.GetBytes(json))], [], json);

    private async Task<HealthStatus> LookAsync(string json, int times = 1)
    {
        for (var time = 0; time < times; time++)
            await watch.LookAsync(Text(json), default);
        return (await watch.CheckHealthAsync(new HealthCheckContext())).Status;
    }

    [Fact]
    public async Task A_change_is_put_in_force_once()
    {
        Assert.Equal(HealthStatus.Healthy, await LookAsync(File("a"), 3));
        Assert.Empty(applied);
        Assert.Equal(HealthStatus.Healthy, await LookAsync(File("b"), 3));
        await LookAsync(File("a"));
        Assert.Equal(["b", "a"], applied);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_mistake_is_told_once_and_another_once_more()
    {
        Assert.Equal(HealthStatus.Degraded, await LookAsync("{ }", 5));
        Assert.Equal(HealthStatus.Degraded, await LookAsync("{", 5));
        Assert.Empty(applied);
        Assert.Equal([LogLevel.Error, LogLevel.Error], log.Lines.Select(line => line.Level));
        Assert.Contains("c.json:1: models is missing.", log.Lines[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_no_mistake()
    {
        var whole = File("b");
        for (var length = 0; length < whole.Length; length += 20)
            Assert.Equal(HealthStatus.Healthy, await LookAsync(whole[..length]));
        await LookAsync(whole);
        Assert.Equal(["b"], applied);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_mended_file_is_in_force_and_the_service_healthy()
    {
        await LookAsync("{ }", 2);
        Assert.Equal(HealthStatus.Healthy, await LookAsync(File("b")));
        Assert.Equal(["b"], applied);
    }

    [Fact]
    public async Task A_mistake_that_is_taken_back_is_over_without_a_change()
    {
        await LookAsync("{ }", 2);
        Assert.Equal(HealthStatus.Healthy, await LookAsync(File("a")));
        Assert.Empty(applied);
        Assert.Equal([LogLevel.Error, LogLevel.Information], log.Lines.Select(line => line.Level));
        Assert.Equal(HealthStatus.Degraded, await LookAsync("{ }", 2));
    }

    [Fact]
    public async Task A_change_that_the_database_did_not_take_is_tried_again()
    {
        outage = new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(() => LookAsync(File("b")));
        outage = null;
        await LookAsync(File("b"), 2);
        Assert.Equal(["b"], applied);
    }

    [Fact]
    public async Task Until_the_files_of_the_start_are_in_force_no_others_are()
    {
        var starting = new CatalogueInForce();
        using var early = new CatalogueWatch(
            null!,
            starting,
            (_, _) => throw new InvalidOperationException(),
            null!,
            TimeProvider.System,
            log
        );
        await early.LookAsync(Text(File("b")), default);
        Assert.Null(starting.Fingerprint);
    }

    private sealed class CapturedLog : ILogger<CatalogueWatch>
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add((logLevel, formatter(state, exception)));
    }
}
