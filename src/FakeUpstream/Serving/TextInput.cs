using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>One text or several, each as a string or as a list of token numbers.</summary>
/// <param name="Raw">As received.</param>
/// <param name="Texts">For a list of tokens, the raw list.</param>
/// <param name="Tokens">By <see cref="TokenRule"/> over the raw JSON of strings; the length of lists.</param>
internal sealed record TextInput(JsonElement Raw, IReadOnlyList<string> Texts, long Tokens)
{
    /// <exception cref="Refusal">It is missing, empty, or of another type.</exception>
    public static TextInput Read(JsonElement body, string name)
    {
        var raw = body.Field(name, "a string or an array", JsonValueKind.String, JsonValueKind.Array) ?? throw RequestFields.Missing(name);
        if (raw.ValueKind == JsonValueKind.String)
            return new TextInput(raw, [raw.Text()], Bytes(raw));
        if (raw.GetArrayLength() == 0)
            throw new Refusal(OpenAIError.Invalid($"Invalid '{name}': input cannot be an empty array.", name, "empty_array"));
        if (raw[0].ValueKind == JsonValueKind.Number)
            return new TextInput(raw, [raw.GetRawText()], raw.GetArrayLength());
        return new TextInput(raw, [.. raw.EnumerateArray().Select(each => Text(each, name))], raw.EnumerateArray().Sum(Count));
    }

    private static string Text(JsonElement each, string name) =>
        each.ValueKind switch
        {
            JsonValueKind.String => each.Text(),
            JsonValueKind.Array => each.GetRawText(),
            _ => throw RequestFields.WrongType(name, "strings or arrays of integers", each),
        };

    private static long Count(JsonElement each) => each.ValueKind == JsonValueKind.Array ? each.GetArrayLength() : Bytes(each);

    private static long Bytes(JsonElement text) => TokenRule.Tokens(JsonMarshal.GetRawUtf8Value(text).Length);
}
