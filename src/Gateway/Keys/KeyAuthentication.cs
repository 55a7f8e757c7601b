using System.Globalization;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Keys;

/// <summary>Step 1: identifies the key of a request. A key that is not in force is refused, with a message for each reason.</summary>
internal sealed class KeyAuthentication(KeyCache cache, TimeProvider time)
{
    /// <summary>The facts of the key that the request presents.</summary>
    public async ValueTask<StepResult<KeyFacts>> IdentifyAsync(HttpContext http)
    {
        using var span = StepTelemetry.Start("key");
        try
        {
            var (key, problem) = await ExamineAsync(http.Request, http.RequestAborted);
            return problem is null ? key! : span.EndsWith(ApiErrors.InvalidApiKey(problem.Message));
        }
        catch (KeyServiceUnavailableException)
        {
            return span.EndsWith(ApiErrors.StoreUnavailable("The key service"));
        }
    }

    /// <summary>The facts of the key, or what is wrong with it: exactly one of them is not null.</summary>
    /// <exception cref="KeyServiceUnavailableException">Accounts did not answer.</exception>
    public async ValueTask<(KeyFacts? Key, KeyProblem? Problem)> ExamineAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (presented, malformed) = PresentedKey.Read(request);
        if (presented is null)
            return (null, malformed);
        if (await cache.LookUpAsync(presented.Key.Hash, cancellationToken) is not { } facts)
        {
            return (
                null,
                Problem(
                    presented,
                    "is well-formed, but no such key exists here.",
                    "Check that your tool's Base URL and key belong to the same place, or create a key on the Tokens page."
                )
            );
        }

        return Check(facts, presented) is { } problem ? (null, problem) : (facts, null);
    }

    private KeyProblem? Check(KeyFacts facts, PresentedKey presented)
    {
        var ended = facts.EndsAt <= time.GetUtcNow();
        return facts.Status switch
        {
            KeyStatus.Deleted => Problem(presented, "was deleted by its owner.", "Create a new one on the Tokens page."),
            KeyStatus.Disabled => Problem(presented, "is switched off.", "Enable it on the Tokens page, or use another."),
            KeyStatus.Replaced when ended => Problem(
                presented,
                "was replaced by a newer one.",
                "Use the newer key, which was shown when it was rotated."
            ),
            _ when ended => Problem(
                presented,
                string.Create(CultureInfo.InvariantCulture, $"expired on {facts.EndsAt:yyyy-MM-dd HH:mm} UTC."),
                "Create a new one on the Tokens page."
            ),
            _ => null,
        };
    }

    private static KeyProblem Problem(PresentedKey presented, string what, string fix) =>
        new($"The API key ending in {presented.Key.LastFour} {what}", fix);
}
