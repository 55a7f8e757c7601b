using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// Ids of tool calls. OpenAI and others refuse one of more than 64 characters, which other providers give; it is replaced by its hash, so
/// that a call and its result have the same id in every turn. No answer names a call of the request, so nothing needs the id back; ids of
/// the answer's own calls are never changed.
/// </summary>
internal static class CallId
{
    private const int MaxLength = 64;

    public static string For(string id) =>
        id.Length <= MaxLength ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    /// <summary>Writes an id: a copy where it is not replaced.</summary>
    public static void Write(Utf8JsonWriter writer, string member, JsonField id)
    {
        var text = id.Text();
        if (text.Length <= MaxLength)
            writer.WriteField(member, id);
        else
            writer.WriteText(member, For(text), id);
    }
}
