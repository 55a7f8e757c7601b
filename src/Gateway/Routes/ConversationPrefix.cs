using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Routes;

/// <summary>
/// What the requests of a conversation have in common from the first on: the instructions and the first message of the user. Their texts
/// alone count, each by its beginning: marks of caches beside them move from message to message.
/// </summary>
internal static class ConversationPrefix
{
    private const int MaxTextBytes = 2 * 1024;

    /// <summary>How far it is read for the first message of the user, which may stand behind long instructions.</summary>
    private const int MaxBytes = 256 * 1024;

    /// <summary>Null where there is no text.</summary>
    public static ulong? Hash(InferenceRequest request, ulong seed)
    {
        var hash = seed;
        var body = request.Body.Span;
        var found = request.InstructionsAt is { } instructions && Read(body[instructions], ref hash);
        found |= request.SubjectAt is { } subject && Read(body[subject], ref hash);
        return found ? hash : null;
    }

    /// <summary>Reads a text, or a list up to the end of its first message of the user.</summary>
    private static bool Read(ReadOnlySpan<byte> value, ref ulong hash)
    {
        var isWhole = value.Length <= MaxBytes;
        var json = new Utf8JsonReader(
            isWhole ? value : value[..MaxBytes],
            isWhole,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = 256 })
        );
        if (!json.Read())
            return Append(value, ref hash);
        if (json.TokenType == JsonTokenType.String)
            return Append(json.ValueSpan, ref hash);
        var (found, isUsers) = (false, false);
        while (json.Read() && !(json.CurrentDepth == 0 && json.TokenType == JsonTokenType.EndArray))
        {
            if (json is { TokenType: JsonTokenType.String, CurrentDepth: 1 })
                // A list of texts.
                return Append(json.ValueSpan, ref hash);
            if (json is { TokenType: JsonTokenType.EndObject, CurrentDepth: 1 } && isUsers)
                break;
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var (isRole, isText) = (json is { CurrentDepth: 2 } && json.ValueTextEquals("role"u8), IsText(json));
            if (!json.Read())
                break;
            if (json.TokenType != JsonTokenType.String)
                continue;
            isUsers |= isRole && json.ValueTextEquals("user"u8);
            found |= isText && Append(json.ValueSpan, ref hash);
        }

        return found || (!isWhole && Append(value, ref hash));
    }

    private static bool IsText(in Utf8JsonReader json) => json.ValueTextEquals("content"u8) || json.ValueTextEquals("text"u8);

    private static bool Append(ReadOnlySpan<byte> text, ref ulong hash)
    {
        hash = StableHash.Of(text[..Math.Min(text.Length, MaxTextBytes)], hash);
        return true;
    }
}
