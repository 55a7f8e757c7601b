using System.Text.Json;

namespace Platform.Gateway.Protocols;

/// <summary>A tool that the provider runs itself, for a price of its own.</summary>
/// <param name="Index">Its place in <c>tools</c>.</param>
/// <param name="Type">As the client wrote it, for example <c>web_search_20250305</c>.</param>
/// <param name="Name">The name by which a model calls it, where it has one.</param>
/// <param name="At">The tool in the body.</param>
internal sealed record HostedTool(int Index, string Type, string? Name, Range At)
{
    private static readonly char[] Version = [.. "0123456789_-"];

    /// <summary>The type without the date of its version: <c>web_search</c>.</summary>
    public string Kind { get; } = KindOf(Type);

    /// <summary>Reads a list of tools and skips any other value. The reader stands before the value, and afterwards on its last token.</summary>
    /// <returns>The hosted ones; null where there are none, which costs no more than to skip the list.</returns>
    public static List<HostedTool>? ReadAll(ref Utf8JsonReader json, ReadOnlySpan<byte> body, out Range at)
    {
        List<HostedTool>? found = null;
        json.Read();
        var start = (int)json.TokenStartIndex;
        if (json.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; index++)
                if (json.TokenType == JsonTokenType.StartObject)
                {
                    if (new Reading().Read(ref json, body, index) is { } tool)
                        (found ??= []).Add(tool);
                }
                else
                    json.Skip();
        }
        else
            json.Skip();

        at = start..(int)json.BytesConsumed;
        return found;
    }

    /// <summary>
    /// Whether the client, or the model itself, runs tools of this type: a provider charges the tokens of their calls, and nothing else.
    /// </summary>
    public static bool IsFree(string type) =>
        type is "function" or "custom" or "namespace" or "local_shell" or "shell" or "apply_patch"
        || type.StartsWith("bash_", StringComparison.Ordinal)
        || type.StartsWith("text_editor_", StringComparison.Ordinal)
        || type.StartsWith("memory_", StringComparison.Ordinal)
        || type.StartsWith("computer", StringComparison.Ordinal)
        || type.StartsWith("tool_search", StringComparison.Ordinal);

    public static string KindOf(string type)
    {
        var kind = type.TrimEnd(Version);
        return kind.Length > 0 && type.Length - kind.Length >= 8 ? kind : type;
    }

    /// <summary>The members of one tool.</summary>
    private struct Reading
    {
        private string? type;
        private Range? name,
            first,
            environment;
        private bool hasType,
            isDescribed;

        /// <summary>Null for a tool of the client's.</summary>
        public HostedTool? Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, int index)
        {
            var start = (int)json.TokenStartIndex;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                ReadMember(ref json);
            var at = start..(int)json.BytesConsumed;
            if (!hasType && !isDescribed && first is { } only)
                // Gemini's own form: {"google_search": {}}.
                type = JsonText.Of(body[only]);
            if (type is null && environment is { } where && RunsInContainer(body[where]))
                type = "shell";
            return type is null ? null : new HostedTool(index, type, name is { } called ? JsonText.Of(body[called]) : null, at);
        }

        private void ReadMember(ref Utf8JsonReader json)
        {
            var (isType, isName) = (JsonText.Is(ref json, "type"u8), JsonText.Is(ref json, "name"u8));
            var isEnvironment = JsonText.Is(ref json, "environment"u8);
            isDescribed |=
                isName
                || JsonText.Is(ref json, "function"u8)
                || JsonText.Is(ref json, "input_schema"u8)
                || JsonText.Is(ref json, "parameters"u8);
            first ??= (int)json.TokenStartIndex..((int)json.TokenStartIndex + json.ValueSpan.Length + 2);
            json.Read();
            var start = (int)json.TokenStartIndex;
            if (isType && json.TokenType == JsonTokenType.String)
                ReadType(ref json);
            json.Skip();
            if (isName)
                name = start..(int)json.BytesConsumed;
            if (isEnvironment)
                environment = start..(int)json.BytesConsumed;
        }

        /// <summary>Of a type that is there twice, the one that costs counts: the upstream may read either.</summary>
        private void ReadType(ref Utf8JsonReader json)
        {
            hasType = true;
            if (JsonText.Is(ref json, "function"u8) || JsonText.Is(ref json, "custom"u8))
                return;
            var read = JsonText.Of(ref json);
            if (!IsFree(read))
                type = read;
        }

        private static bool RunsInContainer(ReadOnlySpan<byte> environment)
        {
            var json = new Utf8JsonReader(environment, new JsonReaderOptions { MaxDepth = 256 });
            while (json.Read())
                if (json.TokenType == JsonTokenType.String && JsonText.Of(ref json).StartsWith("container", StringComparison.Ordinal))
                    return true;
            return false;
        }
    }
}
