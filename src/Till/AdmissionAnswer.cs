using System.Runtime.CompilerServices;
using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>Why the till admits or refuses; the numbers are those of <c>admit.lua</c>.</summary>
public enum AdmissionReason
{
    Admitted = 0,

    /// <summary>
    /// The shard admits nobody now, or the request was voided before its admission arrived. Of a hold that moves: there is none.
    /// </summary>
    Closed = 1,

    /// <summary>A rate of requests.</summary>
    Rate = 2,

    Concurrency = 3,
    Credit = 4,

    /// <summary>There is enough credit, but requests in flight hold it.</summary>
    InFlight = 5,

    KeyLimit = 6,

    /// <summary>The account had its empty answers of the day.</summary>
    Empty = 7,

    /// <summary>The key's spend limit for the day, week or month.</summary>
    PeriodLimit = 8,

    /// <summary>A rate of tokens.</summary>
    Tokens = 9,

    /// <summary>The request counts as more tokens than a rate allows in a whole minute.</summary>
    TooLarge = 10,
}

/// <summary>
/// The limits that have the least left. A number is the place of a scope in <see cref="CountedLimits.Scopes"/>, from 1 on.
/// </summary>
/// <param name="Requests">Of a rate of requests; 0 is that of the key.</param>
/// <param name="Tokens">Of a rate of tokens; 0 is none.</param>
public readonly record struct NearestLimits(int Requests, int Tokens, long RemainingTokens, TimeSpan TokensResetAfter);

/// <summary>
/// The till's answer to an <see cref="AdmissionRequest"/>. Each amount belongs to one reason; reading it under another throws.
/// </summary>
public readonly record struct AdmissionAnswer
{
    private readonly long first,
        second,
        resetUs,
        placedMs;

    internal AdmissionAnswer(
        AdmissionReason reason,
        long first,
        long second,
        int remaining,
        long resetUs,
        long placedMs,
        NearestLimits nearest = default
    )
    {
        (Reason, Remaining, Nearest) = (reason, remaining, nearest);
        (this.first, this.second, this.resetUs, this.placedMs) = (first, second, resetUs, placedMs);
    }

    /// <summary>Reads what <c>admit.lua</c> and <c>move.lua</c> return.</summary>
    internal static AdmissionAnswer Parse(RedisResult answer)
    {
        var numbers = (RedisResult[])answer!;
        return new AdmissionAnswer(
            (AdmissionReason)(int)numbers[0],
            (long)numbers[1],
            (long)numbers[2],
            (int)numbers[3],
            (long)numbers[4],
            (long)numbers[5],
            numbers.Length == 6
                ? default
                : new NearestLimits((int)numbers[6], (int)numbers[7], (long)numbers[8], TimeSpan.FromMicroseconds((long)numbers[9]))
        );
    }

    public AdmissionReason Reason { get; }

    /// <summary>Requests that the nearest rate allows at once from now on; 0 when <see cref="AdmissionReason.Closed"/>.</summary>
    public int Remaining { get; }

    public NearestLimits Nearest { get; }

    /// <summary>The time until all of that rate is free again.</summary>
    public TimeSpan ResetAfter => TimeSpan.FromMicroseconds(resetUs);

    /// <summary><see cref="AdmissionReason.Admitted"/>: what was set aside.</summary>
    public Money Granted => new(ValueFor(AdmissionReason.Admitted, first));

    /// <summary><see cref="AdmissionReason.Admitted"/>: the credit that was free before, the most that could have been set aside.</summary>
    public Money Free => new(ValueFor(AdmissionReason.Admitted, second));

    /// <summary>
    /// <see cref="AdmissionReason.Admitted"/>: when the hold was placed, by Redis's clock. It decides in which day, week and month the
    /// request counts.
    /// </summary>
    public DateTimeOffset PlacedAt => DateTimeOffset.FromUnixTimeMilliseconds(ValueFor(AdmissionReason.Admitted, placedMs));

    /// <summary><see cref="AdmissionReason.PeriodLimit"/>: what was spent in the period.</summary>
    public Money SpentInPeriod => new(ValueFor(AdmissionReason.PeriodLimit, first));

    /// <summary><see cref="AdmissionReason.PeriodLimit"/>: the day on which the next period begins, UTC.</summary>
    public DateOnly NextPeriod => SpendPeriods.Day((int)ValueFor(AdmissionReason.PeriodLimit, second));

    /// <summary><see cref="AdmissionReason.Rate"/> and <see cref="AdmissionReason.Tokens"/>: the time until it is allowed.</summary>
    public TimeSpan RetryAfter =>
        TimeSpan.FromMicroseconds(Reason == AdmissionReason.Tokens ? first : ValueFor(AdmissionReason.Rate, first));

    /// <summary><see cref="AdmissionReason.TooLarge"/>: the tokens that the request counts as at least.</summary>
    public long LeastTokens => ValueFor(AdmissionReason.TooLarge, first);

    /// <summary>
    /// <see cref="AdmissionReason.Rate"/>, <see cref="AdmissionReason.Tokens"/>, <see cref="AdmissionReason.TooLarge"/> and
    /// <see cref="AdmissionReason.Concurrency"/>: which limit it is, the place of its scope in <see cref="CountedLimits.Scopes"/>, from 1
    /// on; 0 is the rate of the key, or the account's requests at once.
    /// </summary>
    public int LimitedBy =>
        Reason is AdmissionReason.Rate or AdmissionReason.Tokens or AdmissionReason.TooLarge or AdmissionReason.Concurrency
            ? (int)second
            : throw new InvalidOperationException($"An answer of {Reason} has no limit.");

    /// <summary><see cref="AdmissionReason.Empty"/>: the time until the next day.</summary>
    public TimeSpan UntilTomorrow => TimeSpan.FromMicroseconds(ValueFor(AdmissionReason.Empty, first));

    /// <summary><see cref="AdmissionReason.Credit"/>: the account's credit.</summary>
    public Money Credit => new(ValueFor(AdmissionReason.Credit, first));

    /// <summary><see cref="AdmissionReason.Credit"/>: the least that the request needs.</summary>
    public Money Least => new(ValueFor(AdmissionReason.Credit, second));

    /// <summary><see cref="AdmissionReason.InFlight"/>: what is held of the account.</summary>
    public Money Held => new(ValueFor(AdmissionReason.InFlight, first));

    /// <summary><see cref="AdmissionReason.InFlight"/>: what is held of the budget.</summary>
    public Money BudgetHeld => new(ValueFor(AdmissionReason.InFlight, second));

    /// <summary><see cref="AdmissionReason.KeyLimit"/>: the spend limit.</summary>
    public Money SpendLimit => new(ValueFor(AdmissionReason.KeyLimit, first));

    /// <summary><see cref="AdmissionReason.KeyLimit"/>: what was spent against it.</summary>
    public Money Spent => new(ValueFor(AdmissionReason.KeyLimit, second));

    /// <summary>The two numbers of the script's answer.</summary>
    internal (long First, long Second) Numbers => (first, second);

    private long ValueFor(AdmissionReason reason, long number, [CallerMemberName] string name = "") =>
        Reason == reason ? number : throw new InvalidOperationException($"An answer of {Reason} has no {name}.");
}
