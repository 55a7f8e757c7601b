using System.Globalization;
using Platform.Accounts.Problems;
using Platform.Contracts;

namespace Platform.Accounts.Keys;

/// <summary>Validates the requests about keys. Each check returns null for a valid request.</summary>
internal static class KeyRequestRules
{
    private const int NameLength = 100,
        HashLength = 64;
    private const string ForEveryAccount = "what every account may";
    private static readonly TimeSpan MaximumGrace = TimeSpan.FromDays(7);

    /// <param name="sold">The ids of the models in the catalogue.</param>
    public static Refusal? Check(CreateKeyRequest request, IReadOnlyCollection<string> sold, DateTimeOffset now) =>
        Limits(new FieldErrors().Add("name", NameFault(request.Name)), "", request.Limits, sold, now).Refusal;

    public static Refusal? Check(UpdateKeyRequest request) =>
        new FieldErrors().Add("name", request.Name is null ? null : NameFault(request.Name)).Refusal;

    /// <param name="current">The limits that the key has: what stays as it is may stay.</param>
    /// <param name="sold">The ids of the models in the catalogue.</param>
    public static Refusal? Check(KeyLimits limits, KeyLimits current, IReadOnlyCollection<string> sold, DateTimeOffset now) =>
        Limits(
            new FieldErrors(),
            "limits.",
            limits with
            {
                ExpiresAt = limits.ExpiresAt == current.ExpiresAt ? null : limits.ExpiresAt,
            },
            [.. sold, .. current.Models ?? []],
            now
        ).Refusal;

    public static Refusal? Check(RotateKeyRequest request) =>
        new FieldErrors()
            .Add(
                "graceSeconds",
                request.GraceSeconds >= 0 && request.GraceSeconds <= MaximumGrace.TotalSeconds
                    ? null
                    : $"Give 0 (the old key ends at once) to {MaximumGrace.TotalSeconds} seconds (seven days)."
            )
            .Refusal;

    /// <summary>The limits of an account.</summary>
    public static Refusal? Check(RateLimits limits) =>
        new FieldErrors()
            .Add("requestsPerMinute", NumberFault(limits.RequestsPerMinute, RateLimits.MaxRequestsPerMinute, ForEveryAccount))
            .Add("tokensPerMinute", NumberFault(limits.TokensPerMinute, RateLimits.MaxTokensPerMinute, ForEveryAccount))
            .Add("concurrentRequests", NumberFault(limits.ConcurrentRequests, RateLimits.MaxConcurrentRequests, ForEveryAccount))
            .Refusal;

    public static Refusal? Check(VerifyKeyRequest request) =>
        new FieldErrors()
            .Add(
                "hash",
                request.Hash is { Length: HashLength } && request.Hash.All(char.IsAsciiHexDigit)
                    ? null
                    : $"Give the SHA-256 of the whole key as {HashLength} hexadecimal characters."
            )
            .Refusal;

    public static Refusal? Check(KeyOwnersRequest request) =>
        new FieldErrors()
            .Add(
                "ids",
                request.Ids is { Count: > 0 and <= KeyOwnersRequest.MaxIds } && request.Ids.All(ApiKey.IsId)
                    ? null
                    : $"Give 1 to {KeyOwnersRequest.MaxIds} public ids of keys."
            )
            .Refusal;

    private static FieldErrors Limits(
        FieldErrors faults,
        string path,
        KeyLimits limits,
        IReadOnlyCollection<string> sold,
        DateTimeOffset now
    ) =>
        faults
            .Add(path + "expiresAt", limits.ExpiresAt <= now ? "Give a time in the future, or null for a key that never expires." : null)
            .Add(
                path + "spendLimit",
                limits.SpendLimit <= Money.Zero ? "Give an amount above zero in nano-USD, or null for no limit." : null
            )
            .Add(path + "models", ModelsFault(limits.Models, sold))
            .Add(path + "periodLimit", PeriodFault(limits.PeriodLimit))
            .Add(
                path + "requestsPerMinute",
                NumberFault(limits.RequestsPerMinute, RateLimits.MaxRequestsPerMinute, "as many as every key may send")
            )
            .Add(
                path + "tokensPerMinute",
                NumberFault(limits.TokensPerMinute, RateLimits.MaxTokensPerMinute, "as many as every key may use")
            )
            .Add(
                path + "concurrentRequests",
                NumberFault(limits.ConcurrentRequests, RateLimits.MaxConcurrentRequests, "as many as every key may have")
            );

    private static string? NumberFault(long? number, int most, string otherwise) =>
        number is null || number >= 1 && number <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Give a whole number from 1 to {most:N0}, or null for {otherwise}.");

    private static string? PeriodFault(PeriodLimit? limit) =>
        limit is null || limit.Amount > Money.Zero && limit.Amount <= PeriodLimit.Largest && Enum.IsDefined(limit.Period)
            ? null
            : "Give an amount above zero and at most $1,000,000 in nano-USD with Day, Week or Month, or null for no limit.";

    private static string? NameFault(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "Give the key a name, such as the tool that will use it."
        : name.Trim().Length > NameLength ? $"Use at most {NameLength} characters."
        : VisibleText.Fault(name);

    private static string? ModelsFault(IReadOnlyList<string>? models, IReadOnlyCollection<string> sold)
    {
        if (models is null)
            return null;
        if (models.Count == 0)
            return "Name at least one model, or give null for all models.";
        var unknown = models.Where(model => !sold.Contains(model)).Distinct().Take(5).Select(model => $"\"{model}\"").ToArray();
        return unknown.Length == 0
            ? null
            : $"Not in the catalogue: {string.Join(", ", unknown)}. Use model ids as listed by GET /v1/models.";
    }
}
