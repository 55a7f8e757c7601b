using System.Globalization;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Keys;

/// <summary>Step 1: who is calling? A key that is not in force is refused, each reason in its own words.</summary>
public sealed class KeyRing(KeyCache cache, TimeProvider time)
{
    public async ValueTask<ApiError?> IdentifyAsync(Call call)
    {
        using var span = StepTelemetry.Start("key");
        try
        {
            return span.Ends(await ExamineAsync(call) is { } fault ? ApiErrors.InvalidApiKey(fault) : null);
        }
        catch (KeyServiceUnavailableException)
        {
            return span.Ends(ApiErrors.StoreAway("The key service"));
        }
    }

    /// <summary>What is wrong with the key; null when it is in force. Where it is one of ours at all, the call knows whose.</summary>
    /// <exception cref="KeyServiceUnavailableException">Accounts did not answer.</exception>
    public async ValueTask<KeyProblem?> ExamineAsync(Call call)
    {
        var (presented, malformed) = PresentedKey.Read(call.Http.Request);
        if (presented is null)
            return malformed;
        if (await cache.LookUpAsync(presented.Key.Hash, call.ClientGone) is not { } facts)
            return Fault(presented, "is well-formed, but no such key exists here.", "Check that your tool's Base URL and key belong to the same place, or create a key on the Tokens page.");
        call.Key = facts;
        return Check(facts, presented);
    }

    private KeyProblem? Check(KeyFacts facts, PresentedKey presented)
    {
        var ended = facts.EndsAt <= time.GetUtcNow();
        return facts.Status switch
        {
            KeyStatus.Deleted => Fault(presented, "was deleted by its owner.", "Create a new one on the Tokens page."),
            KeyStatus.Disabled => Fault(presented, "is switched off.", "Enable it on the Tokens page, or use another."),
            KeyStatus.Replaced when ended => Fault(presented, "was replaced by a newer one.", "Use the newer key, which was shown when it was rotated."),
            _ when ended => Fault(presented, string.Create(CultureInfo.InvariantCulture, $"expired on {facts.EndsAt:yyyy-MM-dd HH:mm} UTC."), "Create a new one on the Tokens page."),
            _ => null,
        };
    }

    private static KeyProblem Fault(PresentedKey presented, string what, string mend) => new($"The API key ending in {presented.Key.LastFour} {what}", mend);
}
