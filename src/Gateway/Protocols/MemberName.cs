using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;

namespace Platform.Gateway.Protocols;

/// <summary>
/// Names of members without regard to their letter case. Some upstreams read JSON so (Go's and .NET's libraries do, if asked), and would
/// then take <c>N</c> for the <c>n</c> that the gateway has not seen.
/// </summary>
internal static class MemberName
{
    public const int MaxLength = 32;

    /// <summary>In UTF-16 a character of JSON has at most this many bytes, as <c>\u0041</c>.</summary>
    private const int EscapeLength = 6;

    private static readonly SearchValues<byte> Ordinary = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_"u8);

    /// <summary>Members that decide cost, route or whose state is used, in any protocol.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = Protocol
        .All.SelectMany(protocol =>
            (string[])[.. protocol.Request.Prompt, .. protocol.Request.Limits, .. protocol.Request.Choices, protocol.Request.Subject]
        )
        .Concat([
            "audio",
            "background",
            "cache_control",
            "container",
            "conversation",
            "deferred",
            "inference_geo",
            "mcp_servers",
            "metadata",
            "modalities",
            "model",
            "models",
            "output_config",
            "prediction",
            "preset",
            "previous_response_id",
            "prompt",
            "prompt_cache_key",
            "prompt_cache_retention",
            "reasoning",
            "reasoning_effort",
            "safety_identifier",
            "service_tier",
            "speed",
            "store",
            "stream",
            "stream_options",
            "thinking",
            "tool_choice",
            "user",
            "web_search_options",
        ])
        .ToFrozenSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The member that a name in other letter case is meant for; null where it is written right, or is none that matters.</summary>
    /// <param name="json">Stands on the name.</param>
    public static string? Meant(in Utf8JsonReader json)
    {
        if (!json.ValueSpan.ContainsAnyExcept(Ordinary))
            return null;
        Span<char> folded = stackalloc char[MaxLength];
        var name = Fold(json, folded);
        return Known.TryGetValue(name, out var known) && !json.ValueTextEquals(known) ? known : null;
    }

    /// <summary>The name in lower case; empty where it is longer than any that matters, or no text.</summary>
    public static ReadOnlySpan<char> Fold(in Utf8JsonReader json, Span<char> into)
    {
        Span<char> name = stackalloc char[MaxLength * EscapeLength];
        if (json.ValueSpan.Length > name.Length || Copy(json, name) is var length && length > into.Length)
            return [];
        for (var at = 0; at < length; at++)
            into[at] = name[at] switch
            {
                // The two letters outside ASCII that fold to one inside.
                '\u017F' => 's',
                '\u212A' => 'k',
                var other => char.ToLowerInvariant(other),
            };
        return into[..length];
    }

    private static int Copy(in Utf8JsonReader json, Span<char> into)
    {
        try
        {
            return json.CopyString(into);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return 0;
        }
    }
}
