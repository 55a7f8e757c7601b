using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Rates;
using Platform.Gateway.Telemetry;
using Platform.ServiceDefaults.Proxies;

namespace Platform.Gateway.Keys;

/// <summary>
/// Step 1: identifies the key of a request. A key that is not in force is refused, with a message for each reason. A network address that
/// sends many of them is asked to wait, and until then Accounts is asked only for keys that were in force lately.
/// </summary>
internal sealed class KeyAuthentication(KeyCache cache, IOptions<KeyOptions> options, TimeProvider time, DelegatedKeys? delegated = null)
{
    private readonly Rate wrongKeys = new(options.Value.WrongKeysPerMinute, time);

    /// <summary>The facts of the key that the request presents.</summary>
    public async ValueTask<StepResult<KeyFacts>> IdentifyAsync(HttpContext http)
    {
        using var span = StepTelemetry.Start("key");
        try
        {
            var (key, problem) = await ExamineAsync(http.Request, http.RequestAborted);
            return problem is null ? key! : span.EndsWith(ToError(problem));
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
        if (delegated?.IsDelegated(request) is true)
            return await ExamineDelegatedAsync(request, delegated, cancellationToken);
        var (presented, problem) = PresentedKey.Read(request);
        var hash = presented?.Key.Hash;
        // A key that was in force lately is looked up from whatever address it comes.
        if (hash is not null && (cache.Knows(hash) || Waits(request) is null))
        {
            var facts = await cache.LookUpAsync(hash, ClientOf(request), cancellationToken);
            problem = facts is null ? Unknown(presented!) : Check(facts, presented!);
            if (problem is null)
                return (facts, null);
        }

        if (Waits(request) is { } wait)
            return (null, TooMany(wait));
        wrongKeys.Count(AddressOf(request));
        return (null, problem);
    }

    /// <summary>
    /// The facts of the key that the request presents, where it was in force when it was last looked up here; asks nobody.
    /// </summary>
    public KeyFacts? Known(HttpRequest request) =>
        DelegatedKeys.Found(request) is { } own ? own
        : PresentedKey.Read(request).Key is { } presented && cache.Known(presented.Key.Hash) is { } facts && Check(facts, presented) is null
            ? facts
        : null;

    private async ValueTask<(KeyFacts? Key, KeyProblem? Problem)> ExamineDelegatedAsync(
        HttpRequest request,
        DelegatedKeys keys,
        CancellationToken cancellationToken
    ) =>
        await keys.FindAsync(request, cancellationToken) is not { } facts
            ? (
                null,
                new KeyProblem("The chosen key is not one of this account's, or the session is over.", "Sign in again, and choose another.")
            )
        : Check(facts, "The chosen API key") is { } problem ? (null, problem)
        : (facts, null);

    private static string? ClientOf(HttpRequest request) => request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null;

    private TimeSpan? Waits(HttpRequest request) => wrongKeys.Wait(AddressOf(request));

    private static string AddressOf(HttpRequest request) => NetworkAddress.NameOf(request.HttpContext.Connection.RemoteIpAddress);

    private static ApiError ToError(KeyProblem problem) =>
        problem.RetryAfter is { } wait ? ApiErrors.TooManyWrongKeys(problem.Message, wait) : ApiErrors.InvalidApiKey(problem.Message);

    private KeyProblem TooMany(TimeSpan wait) =>
        new(
            $"More than {options.Value.WrongKeysPerMinute} requests a minute without a valid API key came from your network address.",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Wait {Math.Ceiling(wait.TotalSeconds):0} s, and check which of your tools has a wrong key, or none."
            ),
            wait
        );

    private static KeyProblem Unknown(PresentedKey presented) =>
        Problem(
            presented,
            "is well-formed, but no such key exists here.",
            "Check that your tool's Base URL and key belong to the same place, or create a key on the Keys page."
        );

    private KeyProblem? Check(KeyFacts facts, PresentedKey presented) => Check(facts, NameOf(presented));

    private KeyProblem? Check(KeyFacts facts, string key)
    {
        var ended = facts.EndsAt <= time.GetUtcNow();
        return facts.Status switch
        {
            KeyStatus.Deleted => new KeyProblem(key + " was deleted by its owner.", "Create a new one on the Keys page."),
            KeyStatus.Disabled => new KeyProblem(key + " is switched off.", "Enable it on the Keys page, or use another."),
            KeyStatus.Replaced when ended => new KeyProblem(
                key + " was replaced by a newer one.",
                "Use the newer key, which was shown when it was rotated."
            ),
            _ when ended => new KeyProblem(
                string.Create(CultureInfo.InvariantCulture, $"{key} expired on {facts.EndsAt:yyyy-MM-dd HH:mm} UTC."),
                "Create a new one on the Keys page."
            ),
            _ => null,
        };
    }

    private static KeyProblem Problem(PresentedKey presented, string what, string fix) => new($"{NameOf(presented)} {what}", fix);

    private static string NameOf(PresentedKey presented) => $"The API key ending in {presented.Key.LastFour}";
}
