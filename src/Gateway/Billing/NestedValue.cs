using System.Text;
using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>Finds a member with a certain text anywhere in a body. A body that cannot have it is not read.</summary>
internal static class NestedValue
{
    /// <returns>Its path, for example <c>messages[0].content[1].cache_control.ttl</c>; null where there is none.</returns>
    public static string? Find(ReadOnlySpan<byte> body, ReadOnlySpan<byte> member, ReadOnlySpan<byte> text)
    {
        Span<byte> quoted = stackalloc byte[text.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        text.CopyTo(quoted[1..]);
        if (!JsonText.MayHave(body, quoted))
            return null;
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        var path = new Stack<Step>();
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Count(path);
                    path.Push(new Step { IsList = json.TokenType == JsonTokenType.StartArray, Index = -1 });
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var isIt = JsonText.Is(ref json, member);
                    path.Peek().Name = (int)json.TokenStartIndex;
                    if (!isIt)
                        break;
                    json.Read();
                    if (json.TokenType == JsonTokenType.String && JsonText.Is(ref json, text))
                        return Text(body, path);
                    if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        path.Push(new Step { IsList = json.TokenType == JsonTokenType.StartArray, Index = -1 });
                    break;
                default:
                    Count(path);
                    break;
            }
        }

        return null;
    }

    private static void Count(Stack<Step> path)
    {
        if (path.TryPeek(out var step) && step.IsList)
            step.Index++;
    }

    private static string Text(ReadOnlySpan<byte> body, Stack<Step> path)
    {
        var text = new StringBuilder();
        foreach (var step in path.Reverse())
            if (step.IsList)
                text.Append('[').Append(step.Index).Append(']');
            else
                text.Append(text.Length > 0 ? "." : "").Append(NameAt(body[step.Name..]));
        return text.ToString();
    }

    private static string NameAt(ReadOnlySpan<byte> from)
    {
        var json = new Utf8JsonReader(from, isFinalBlock: false, default);
        return json.Read() && json.TokenType == JsonTokenType.String ? JsonText.Of(ref json) : "?";
    }

    private sealed class Step
    {
        public bool IsList { get; init; }

        /// <summary>Of the item of a list.</summary>
        public int Index { get; set; }

        /// <summary>Where the name of an object's member begins.</summary>
        public int Name { get; set; }
    }
}
