using System.Globalization;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Till;

namespace Platform.Gateway.Api.Doctor;

/// <summary>Checks what is left of the limits of the key, its account, and the model that is asked about.</summary>
internal sealed class LimitChecks(LimitsInForce limits, LimitReadings readings)
{
    private const string Id = "limits";

    /// <summary>Of a limit so much is used that requests will soon be refused.</summary>
    private const int WarnPercent = 95;

    /// <param name="key">A key that is in force; null when there is none.</param>
    /// <param name="model">Null where none is asked about.</param>
    public async Task<Check> RunAsync(KeyFacts? key, Model? model, CancellationToken cancellationToken)
    {
        if (key is null)
            return Check.Skipped(Id);
        List<ScopeLimits> scopes =
        [
            new(LimitScope.Key, key.BudgetId, limits.OfKey(key.RateLimits)),
            new(LimitScope.Account, "", limits.OfAccount(key.AccountLimits)),
        ];
        if (model is not null)
            scopes.Add(new ScopeLimits(LimitScope.Model, model.Id, limits.OfModel(model)));
        return await readings.ReadAsync(key.AccountId, scopes, cancellationToken) is { } found
            ? Describe([.. scopes.Zip(found)])
            : Check.Skipped(Id, "Not known: the credit service does not answer.");
    }

    public static Check Describe(IReadOnlyList<(ScopeLimits Scope, LimitReading Left)> found)
    {
        var message = string.Join(" ", found.Select(Sentence).Where(sentence => sentence.Length > 0));
        return found.Any(NearlyUsed)
            ? new Check(
                Id,
                CheckStatus.Warn,
                message,
                "Wait for running requests to end and for the minute to pass, or send fewer at a time."
            )
            : Check.Ok(Id, message);
    }

    private static string Sentence((ScopeLimits Scope, LimitReading Left) found)
    {
        var (scope, left) = found;
        string?[] parts =
        [
            scope.Limits.RequestsPerMinute is { } requests ? $"{Number(left.Requests)} of {Number(requests)} requests a minute left" : null,
            scope.Limits.TokensPerMinute is { } tokens ? $"{Number(left.Tokens)} of {Number(tokens)} tokens a minute left" : null,
            scope.Limits.ConcurrentRequests is { } atOnce ? $"{Number(left.Running)} of {Number(atOnce)} requests at once running" : null,
        ];
        return parts.OfType<string>().ToArray() is { Length: > 0 } said ? $"{Name(scope)} has {string.Join(", ", said)}." : "";
    }

    private static bool NearlyUsed((ScopeLimits Scope, LimitReading Left) found)
    {
        var (limits, left) = (found.Scope.Limits, found.Left);
        return Nearly(limits.RequestsPerMinute - left.Requests, limits.RequestsPerMinute)
            || Nearly(limits.TokensPerMinute - left.Tokens, limits.TokensPerMinute)
            || Nearly(limits.ConcurrentRequests is null ? null : left.Running, limits.ConcurrentRequests);
    }

    private static bool Nearly(long? used, long? limit) => used * 100 >= limit * WarnPercent;

    private static string Name(ScopeLimits scope) =>
        scope.Scope switch
        {
            LimitScope.Key => "The key",
            LimitScope.Account => "The account",
            _ => $"The account with '{scope.Id}'",
        };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
