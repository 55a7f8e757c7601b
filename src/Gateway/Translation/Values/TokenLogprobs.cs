using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// Log probabilities of tokens: the same members in chat and in Responses, each of which both require somewhere, and which the events of
/// Responses and many servers do not have.
/// </summary>
internal static class TokenLogprobs
{
    public static void WriteList(Utf8JsonWriter json, string name, IEnumerable<JsonField> tokens)
    {
        json.WriteStartArray(name);
        foreach (var token in tokens)
            if (IsWhole(token))
                token.CopyTo(json);
            else
                Write(json, token, isTop: false);
        json.WriteEndArray();
    }

    /// <summary>A token with all members, as it came where it has them.</summary>
    public static byte[] Whole(JsonField token) =>
        IsWhole(token) ? token.Raw().ToArray() : TranslatedJson.Write(json => Write(json, token, isTop: false));

    private static bool IsWhole(JsonField token) => HasBytes(token) && token.Array("top_logprobs") is { } top && top.Items().All(HasBytes);

    private static bool HasBytes(JsonField token) => token.IsObject && token.Array("bytes") is not null;

    private static void Write(Utf8JsonWriter json, JsonField token, bool isTop)
    {
        json.WriteStartObject();
        json.WriteString("token", token.Text("token") ?? "");
        json.WritePropertyName("logprob");
        if (token["logprob"] is { Kind: JsonValueKind.Number } known)
            known.CopyTo(json);
        else
            json.WriteNumberValue(0);
        WriteBytes(json, token);
        if (!isTop)
        {
            json.WriteStartArray("top_logprobs");
            foreach (var other in token.Items("top_logprobs"))
                Write(json, other, isTop: true);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteBytes(Utf8JsonWriter json, JsonField token)
    {
        if (token.Array("bytes") is { } bytes)
        {
            json.WriteField("bytes", bytes);
            return;
        }

        json.WriteStartArray("bytes");
        foreach (var each in Encoding.UTF8.GetBytes(token.Text("token") ?? ""))
            json.WriteNumberValue(each);
        json.WriteEndArray();
    }
}
