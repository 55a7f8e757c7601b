using System.Collections.Frozen;
using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Tenancy;

/// <summary>Members by which a request names state that an upstream keeps in the operator's account, each with what to send instead.</summary>
internal static class SharedMembers
{
    public const string Conversation = "Send the conversation itself, or previous_response_id of a response that you got here.";

    private const string File = "Send the file itself, as base64 or by its address.",
        Store = "Send the text itself, or give the model a tool of your own that searches it.",
        Leave = "Leave it out.",
        Wait = "Leave it out, and read the answer as a stream where it takes long.";

    /// <summary>Anywhere in a body: ids of what is kept.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Ids = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["assistant_id"] = Leave,
        ["cached_content"] = Leave,
        ["cachedcontent"] = Leave,
        ["container"] = Leave,
        ["container_id"] = Leave,
        ["file_id"] = File,
        ["file_ids"] = File,
        ["skill_id"] = Leave,
        ["thread_id"] = Leave,
        ["vector_store_id"] = Store,
        ["vector_store_ids"] = Store,
    }
        .ToFrozenDictionary(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Of the body itself: the state of a conversation, or an answer that is fetched later by its id.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Top = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["background"] = Wait,
        ["container"] = Leave,
        ["conversation"] = Conversation,
        ["deferred"] = Wait,
        ["preset"] = Leave,
        ["previous_response_id"] = "Send the whole conversation.",
        ["prompt"] = "Send the text of the template in instructions and input.",
    }
        .ToFrozenDictionary(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Members whose values are the caller's own data and mean nothing to an upstream, but in a tool's input or schema.</summary>
    public static bool IsOwnData(in Utf8JsonReader json, bool ofBody) =>
        json.ValueTextEquals("parameters"u8)
        || json.ValueTextEquals("arguments"u8)
        || json.ValueTextEquals("input_schema"u8)
        || json.ValueTextEquals("schema"u8)
        || json.ValueTextEquals("metadata"u8)
        // Codex names its own threads and sessions there.
        || json.ValueTextEquals("client_metadata"u8)
        || (!ofBody && json.ValueTextEquals("input"u8));

    /// <summary>What to send instead of the member; null where it names no state.</summary>
    /// <param name="name">In lower case.</param>
    /// <param name="value">Stands on the first token of its value.</param>
    public static string? Instead(ReadOnlySpan<char> name, bool ofBody, Protocol protocol, Utf8JsonReader value)
    {
        if (ofBody && Top.TryGetValue(name, out var instead) && IsOfState(name, protocol))
            return value.TokenType is JsonTokenType.Null or JsonTokenType.False ? null : instead;
        if (!Ids.TryGetValue(name, out instead))
            return null;
        return value.TokenType switch
        {
            JsonTokenType.String => value.ValueSpan.IsEmpty ? null : instead,
            JsonTokenType.StartArray => value.Read() && value.TokenType == JsonTokenType.EndArray ? null : instead,
            _ => null,
        };
    }

    private static bool IsOfState(ReadOnlySpan<char> name, Protocol protocol) =>
        name switch
        {
            "prompt" => protocol == Protocol.Responses,
            "previous_response_id" => !protocol.Request.CanContinue,
            _ => true,
        };
}
