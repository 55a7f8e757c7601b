using System.Globalization;
using Platform.Contracts;
using Platform.Gateway.Keys;

namespace Platform.Gateway.Api.Doctor;

/// <summary>Checks that need only the presented key and its facts.</summary>
internal static class KeyChecks
{
    private static readonly TimeSpan ExpiresSoon = TimeSpan.FromDays(7);

    public static IEnumerable<Check> For(PresentedKey? presented, KeyProblem? problem) =>
        presented is null
            ?
            [
                new Check("key", CheckStatus.Fail, problem!.What, problem.Fix),
                Check.Skipped("auth_header", "Not looked at: no key was found in any header."),
            ]
            :
            [
                Check.Ok("key", $"An API key of ours was sent, ending in {presented.Key.LastFour}."),
                Check.Ok("auth_header", $"It came in the header {presented.Header}; both Authorization: Bearer and x-api-key work."),
            ];

    public static Check Expiry(KeyFacts? key, DateTimeOffset now) =>
        key switch
        {
            null => Check.Skipped("expiry"),
            { EndsAt: null } => Check.Ok("expiry", "The key does not expire."),
            { Status: KeyStatus.Replaced, EndsAt: { } end } => new Check(
                "expiry",
                CheckStatus.Warn,
                $"The key was replaced by a newer one and works only until {Format(end)}.",
                "Put the newer key, which was shown when it was rotated, into your tool."
            ),
            { EndsAt: { } end } when end - now < ExpiresSoon => new Check(
                "expiry",
                CheckStatus.Warn,
                $"The key expires on {Format(end)}.",
                "Create a new key on the Keys page before that, and put it into your tool."
            ),
            { EndsAt: { } end } => Check.Ok("expiry", $"The key works until {Format(end)}."),
        };

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
