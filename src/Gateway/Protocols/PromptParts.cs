using System.Text.Json;
using Platform.Gateway.Protocols.Media;

namespace Platform.Gateway.Protocols;

/// <summary>
/// What the members that a provider charges as input hold: text, media, tools. Added up member by member, while
/// <see cref="RequestParser"/> reads a body.
/// </summary>
internal struct PromptParts
{
    /// <summary>Bytes of JSON, those of the media included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of <c>prediction</c>, which are among <see cref="Bytes"/>.</summary>
    public long PredictionBytes { get; private set; }

    public long MediaBytes { get; private set; }

    /// <summary>Null where there are none.</summary>
    public List<MediaItem>? Media { get; private set; }

    public bool HasTools { get; private set; }

    /// <summary>Whether something in it is run by the provider.</summary>
    public bool HasHostedTools { get; set; }

    public bool HasReasoning { get; private set; }

    /// <summary>Null where there are none.</summary>
    public List<HostedTool>? HostedTools { get; private set; }

    public Range? ToolsAt { get; private set; }

    /// <summary>Adds a member. The reader stands on its name, and afterwards on the last token of its value.</summary>
    /// <returns>The place of the value.</returns>
    public Range Add(string name, ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        var hasMedia = false;
        var at = name == "tools" ? ReadTools(ref json, body) : Read(ref json, out hasMedia);
        if (hasMedia)
            MediaBytes += MediaFinder.Find(body[at], Media ??= []);
        var bytes = json.TokenType == JsonTokenType.Null ? 0 : at.End.Value - at.Start.Value;
        Bytes += bytes;
        PredictionBytes += name == "prediction" ? bytes : 0;
        // An empty list has two bytes.
        HasTools |= name is "tools" or "functions" && at.End.Value - at.Start.Value > 2;
        return at;
    }

    private Range ReadTools(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        HostedTools = HostedTool.ReadAll(ref json, body, out var at);
        ToolsAt = at;
        HasHostedTools |= HostedTools is not null;
        return at;
    }

    /// <summary>Reads past the value, and looks at the types in it. A type written with escapes is none: what it announces counts as text, which is more.</summary>
    private Range Read(ref Utf8JsonReader json, out bool hasMedia)
    {
        hasMedia = false;
        json.Read();
        var (start, depth) = ((int)json.TokenStartIndex, json.CurrentDepth);
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return start..(int)json.BytesConsumed;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName || !json.ValueSpan.SequenceEqual("type"u8))
                continue;
            json.Read();
            if (json.TokenType != JsonTokenType.String)
                continue;
            hasMedia |= PartType.MediaOf(json.ValueSpan) is not null;
            HasHostedTools |= PartType.IsHosted(json.ValueSpan);
            HasReasoning |= json.ValueSpan.SequenceEqual("reasoning"u8);
        }

        return start..(int)json.BytesConsumed;
    }
}
