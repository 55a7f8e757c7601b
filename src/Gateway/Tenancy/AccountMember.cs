using Platform.Gateway.Protocols;

namespace Platform.Gateway.Tenancy;

/// <summary>The member of a body by which an upstream takes who its caller's account is.</summary>
internal static class AccountMember
{
    public const string SafetyIdentifier = "safety_identifier",
        User = "user",
        UserId = "metadata.user_id",
        None = "none";

    /// <summary>The member that is added where the caller sent none; null where nothing is.</summary>
    /// <param name="setting">What the upstream takes.</param>
    public static string? For(string setting, Protocol protocol) =>
        setting == None || protocol.CountsTokens ? null
        : protocol.IsAnthropic ? Metadata
        : setting switch
        {
            UserId => null,
            // Newer than the other protocols, which keep the older member.
            SafetyIdentifier when protocol == Protocol.Chat || protocol == Protocol.Responses => SafetyIdentifier,
            _ => User,
        };

    /// <summary>Of Messages; it has one member.</summary>
    public const string Metadata = "metadata";
}
