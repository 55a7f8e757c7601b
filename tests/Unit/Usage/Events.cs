using System.Text.Json;
using Platform.Contracts;
using Platform.Usage.Intake;

namespace Platform.Tests.Unit.Usage;

/// <summary>A good event, to be spoilt by each test in its own way.</summary>
internal static class Events
{
    public const int Shard = 7;

    public static readonly Guid Account = Guid.Parse("019aa000-0000-7000-8000-0000000000a7");

    /// <summary>1,000 tokens in at $0.40 and 500 out at $1.60 a million: $0.0012.</summary>
    public static readonly Attempt Attempt = new(
        1,
        "fake",
        "gpt-4.1-mini",
        200,
        Outcome.Completed,
        null,
        new TokenUsage(1_000, 500),
        UsageSource.Upstream,
        new Price(3, 400_000_000, 1_600_000_000),
        new Money(1_200_000),
        40
    );

    public static readonly UsageEvent Good = new(
        "req_1",
        Account,
        "key1",
        "budget1",
        "/v1/chat/completions",
        "gpt-4.1-mini",
        true,
        DateTimeOffset.Parse("2026-01-31T12:00:00Z", null),
        50,
        8,
        "curl/8",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        new Money(5_000_000),
        [Attempt]
    );

    public static EventReading Read(UsageEvent e) => Read(JsonSerializer.Serialize(e, ContractsJson.Default.UsageEvent));

    public static EventReading Read(string json, int shard = Shard) =>
        EventReading.Parse(new ShardEntry(shard, "1-0", System.Text.Encoding.UTF8.GetBytes(json)));
}
