using System.Globalization;
using Platform.Contracts;
using Platform.Gateway.Journey;
using Platform.Gateway.Wire;

namespace Platform.Gateway.Keys;

/// <summary>Step 1: who is calling? A key that is not in force is refused, each reason in its own words.</summary>
public sealed class KeyRing(KeyCache cache, TimeProvider time)
{
    public async ValueTask<ApiError?> IdentifyAsync(Call call)
    {
        var (presented, malformed) = PresentedKey.Read(call.Http.Request.Headers);
        if (presented is null)
            return malformed;

        KeyFacts? facts;
        try
        {
            facts = await cache.LookUpAsync(presented.Hash, call.ClientGone);
        }
        catch (KeysAwayException)
        {
            return ApiErrors.StoreAway("The key service");
        }

        if (facts is null)
            return Refuse(presented, "is well-formed, but no such key exists here. Check that your tool's Base URL and key belong to the same place, or create a key on the Tokens page.");
        call.Key = facts;
        return Check(facts, presented);
    }

    private ApiError? Check(KeyFacts facts, ApiKey presented)
    {
        var ended = facts.EndsAt <= time.GetUtcNow();
        return facts.Status switch
        {
            KeyStatus.Deleted => Refuse(presented, "was deleted by its owner. Create a new one on the Tokens page."),
            KeyStatus.Disabled => Refuse(presented, "is switched off. Enable it on the Tokens page, or use another."),
            KeyStatus.Replaced when ended => Refuse(presented, "was replaced by a newer one. Use the newer key, which was shown when it was rotated."),
            _ when ended => Refuse(presented, string.Create(CultureInfo.InvariantCulture, $"expired on {facts.EndsAt:yyyy-MM-dd HH:mm} UTC. Create a new one on the Tokens page.")),
            _ => null,
        };
    }

    private static ApiError Refuse(ApiKey presented, string why) => ApiErrors.InvalidApiKey($"The API key ending in {presented.LastFour} {why}");
}
