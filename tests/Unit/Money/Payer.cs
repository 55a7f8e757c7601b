using System.Text.Json;
using Platform.Contracts;
using Platform.Till;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>Who asks: an account by one of its keys. Few, so that they get in each other's way, and all of one shard.</summary>
/// <param name="Limit">The key's spend limit, or -1.</param>
/// <param name="DayLimit">Its spend limit for each day, or -1.</param>
/// <param name="AtOnce">The requests that the key may have running, or 0.</param>
/// <param name="ModelAtOnce">The requests that the account may have running for the model that it asks, or 0.</param>
internal sealed record Payer(Guid Account, string Budget, long Limit, long DayLimit = -1, int AtOnce = 0, int ModelAtOnce = 0)
{
    public const int Shard = 0;

    private static readonly Guid One = new("01990000-0000-7000-8000-000000000010"),
        Two = new("01990000-0000-7000-8000-000000000020");

    public static readonly Payer[] All =
    [
        new(One, "free", -1, AtOnce: 2, ModelAtOnce: 3),
        new(One, "limited", 150),
        new(Two, "other", -1, AtOnce: 3),
        new(One, "daily", 400, 90, ModelAtOnce: 3),
    ];

    public static readonly Guid[] Accounts = [One, Two];

    public static string Name(Guid account) => account == One ? "one" : "two";

    public static Payer Of(int number) => All[number % All.Length];

    public static Guid AccountOf(int number) => Accounts[number % Accounts.Length];

    public string Model => ModelAtOnce > 0 ? "small" : "model";

    /// <summary>What counts how many of its requests run; a limit of tokens that nothing reaches is among them.</summary>
    public CountedLimits? Counted =>
        AtOnce + ModelAtOnce == 0
            ? null
            : new CountedLimits(
                1,
                2,
                [
                    .. AtOnce > 0 ? [new ScopeLimits(LimitScope.Key, Budget, new RateLimits(null, null, AtOnce))] : (ScopeLimits[])[],
                    .. ModelAtOnce > 0
                        ? [new ScopeLimits(LimitScope.Model, Model, new RateLimits(null, 1_000_000_000, ModelAtOnce))]
                        : (ScopeLimits[])[],
                ]
            );

    public PeriodLimit? Period => DayLimit < 0 ? null : new PeriodLimit(new Money(DayLimit), SpendPeriod.Day);

    /// <summary>The event of a settlement as JSON: one attempt, one token for each nano-USD.</summary>
    public string Usage(Settle settle, DateTimeOffset placedAt) =>
        JsonSerializer.Serialize(
            new UsageEvent(
                settle.Request,
                Account,
                "key",
                Budget,
                "/v1/chat/completions",
                "model",
                false,
                DateTimeOffset.UnixEpoch.AddYears(50),
                1,
                1,
                null,
                null,
                Money.Zero,
                [
                    new Attempt(
                        1,
                        "primary",
                        "model",
                        200,
                        Outcome.Completed,
                        null,
                        new TokenUsage(settle.Charge, 0),
                        UsageSource.Upstream,
                        new Price(1, 1_000_000, 0),
                        new Money(settle.Charge),
                        1
                    ),
                ]
            )
            {
                SpendLimit = Limit < 0 ? null : new Money(Limit),
                PeriodLimit = Period,
                PlacedAt = placedAt,
            },
            ContractsJson.Default.UsageEvent
        );
}
