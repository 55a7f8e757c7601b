using System.Globalization;
using Platform.Contracts;
using Platform.Dashboard.Display;
using Platform.Dashboard.Display.Errors;

namespace Platform.Dashboard.Connect;

/// <summary>Words for what came: of a refusal those that the tool was told, of an answer those of its receipt.</summary>
internal static class SightingWords
{
    /// <param name="tool">The tool that is waited for, where the mend is made.</param>
    /// <param name="keyId">The key that is waited for.</param>
    /// <param name="keys">The account's keys.</param>
    public static Sighting Of(RefusedRequest refused, Tool tool, string keyId, IReadOnlyList<KeyView> keys)
    {
        var asked = refused.Model is { } model ? $" and asked for {model}" : "";
        var other = refused.KeyId == keyId ? "" : $" with another key of yours, “{KeyWords.NameOf(keys, refused.KeyId)}”";
        return new Sighting(
            refused.RequestId,
            Sighting.Bad,
            TimeOf(refused.At),
            $"{Caller(refused.Client)} called {refused.Endpoint}{asked}{other}.",
            refused.Message,
            ErrorCode.Find(refused.Code)?.Setting is { } setting ? $"{Name(setting)}: {tool.Where(setting)}" : null,
            ActionFor(refused.Code, refused.KeyId),
            "/usage/" + refused.RequestId
        );
    }

    /// <param name="attempts">Of one request, in order.</param>
    public static Sighting Of(IReadOnlyList<UsageRecord> attempts)
    {
        var last = attempts[^1];
        var charged = attempts.Aggregate(Money.Zero, (sum, attempt) => sum + attempt.Charge);
        var good = last.Outcome == Outcome.Completed;
        return new Sighting(
            last.RequestId,
            good ? Sighting.Good : Sighting.Bad,
            TimeOf(last.StartedAt),
            $"{Caller(last.Client)} asked {last.AskedModel ?? last.Model} at {last.Endpoint}{(last.AskedModel is null ? "" : $", and {last.Model} answered as its fallback")}.",
            good
                ? $"It works: {Amounts.Count(last.Usage.Input, "token")} in, {Amounts.Tokens(last.Usage.Output)} out, {Amounts.Exact(charged)}."
                : $"Key, Base URL and model are right. {Failed(last)} {ChargeReason.For(last)}",
            null,
            null,
            "/usage/" + last.RequestId
        );
    }

    /// <summary>Where a sentence begins with it: a name that we give has a capital, what the caller calls itself stays as it is.</summary>
    private static string Caller(string? client)
    {
        var name = CallerName.Of(client);
        return name.Split(' ')[0] is "a" or "an" or "the" ? char.ToUpperInvariant(name[0]) + name[1..] : name;
    }

    private static string Failed(UsageRecord last) =>
        last.ErrorCode is { } code && ErrorCode.Find(code) is { } error ? error.Meaning : $"{UsageWords.Outcome(last.Outcome)}.";

    private static string Name(Setting setting) =>
        setting switch
        {
            Setting.Key => "API key",
            Setting.BaseUrl => "Base URL",
            _ => "Model name",
        };

    private static SightingAction? ActionFor(string code, string keyId) =>
        code switch
        {
            "insufficient_quota" => new("Buy credit", "/credit"),
            "key_limit_exceeded" or "model_not_allowed" or "rate_limit_exceeded" => new("Look at the key", "/tokens/" + keyId),
            "model_not_found" or "endpoint_not_served" => new("Models and prices", "/models"),
            _ => null,
        };

    private static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
