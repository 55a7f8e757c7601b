using System.Globalization;
using Platform.Contracts;
using Platform.Gateway.Keys;

namespace Platform.Gateway.Api.Doctor;

/// <summary>What can be said of a key by looking at it and at its facts.</summary>
public static class KeyChecks
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    public static IEnumerable<Check> Of(PresentedKey? presented, KeyProblem? fault) => presented is null
        ? [new Check("key", CheckStatus.Fail, fault!.What, fault.Mend), Check.Skipped("auth_header", "Not looked at: no key was found in any header.")]
        : [
            Check.Ok("key", $"An API key of ours was sent, ending in {presented.Key.LastFour}."),
            Check.Ok("auth_header", $"It came in the header {presented.Header}; both Authorization: Bearer and x-api-key work."),
        ];

    public static Check Expiry(KeyFacts? key, DateTimeOffset now) => key switch
    {
        null => Check.Skipped("expiry"),
        { EndsAt: null } => Check.Ok("expiry", "The key does not expire."),
        { Status: KeyStatus.Replaced, EndsAt: { } end } => new Check("expiry", CheckStatus.Warn,
            $"The key was replaced by a newer one and works only until {Told(end)}.", "Put the newer key, which was shown when it was rotated, into your tool."),
        { EndsAt: { } end } when end - now < Soon => new Check("expiry", CheckStatus.Warn,
            $"The key expires on {Told(end)}.", "Create a new key on the Tokens page before that, and put it into your tool."),
        { EndsAt: { } end } => Check.Ok("expiry", $"The key works until {Told(end)}."),
    };

    private static string Told(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
