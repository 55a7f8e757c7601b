using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Tenancy;

/// <summary>An object of a body that may stand for something kept at an upstream by its id, as seen by its members together.</summary>
internal struct KeptItem
{
    private const string File = "Send the file itself, as base64 or by its address.";

    private bool hasId,
        hasRole,
        hasType,
        isReference,
        isFile;

    /// <param name="member">In lower case.</param>
    /// <param name="value">Stands on the first token of its value.</param>
    public void Note(ReadOnlySpan<char> member, in Utf8JsonReader value)
    {
        switch (member)
        {
            case "id":
                hasId |= value.TokenType == JsonTokenType.String;
                break;
            case "role":
                hasRole = true;
                break;
            case "type" when value.TokenType == JsonTokenType.String:
                hasType = true;
                isReference |= value.ValueTextEquals("item_reference"u8);
                isFile |= value.ValueTextEquals("file"u8);
                break;
        }
    }

    /// <summary>The member that makes it stand for something kept, and what to send instead; null where it does not.</summary>
    /// <param name="name">The member that the object, or the list of it, is the value of.</param>
    /// <param name="depth">An item of the body's own list is two deep.</param>
    public readonly (string Member, string Instead)? Problem(ReadOnlySpan<char> name, Protocol protocol, int depth) =>
        name switch
        {
            "audio" or "voice" when hasId => ("id", "Send what was said as text, or the name of a voice."),
            "source" when isFile => ("type", File),
            // A reference needs no type: an id alone is one.
            "input" when depth == 2 && protocol == Protocol.Responses && (isReference || (hasId && !hasType && !hasRole)) => (
                isReference ? "type" : "id",
                SharedMembers.Conversation
            ),
            _ => null,
        };
}
