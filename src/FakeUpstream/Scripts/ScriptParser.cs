using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Platform.FakeUpstream.Scripts;

/// <summary>Reads <c>name=value, name, ...</c>, the text of the header <c>x-fake-script</c> and of <see cref="NamedScripts"/>.</summary>
internal static class ScriptParser
{
    private const int MaxDeltas = 1_000_000;
    private const int MaxTokens = 1_000_000;
    private const int MaxCalls = 16;

    private static readonly FrozenDictionary<string, ScriptPart> Parts = new Dictionary<string, ScriptPart>
    {
        ["first-byte"] = ScriptPart.Time((script, time) => script with { FirstByte = time }),
        ["chunk-delay"] = ScriptPart.Time((script, time) => script with { ChunkDelay = time }),
        ["status"] = ScriptPart.Number(400, 599, (script, status) => script with { Status = status }),
        ["retry-after"] = ScriptPart.Number(0, 86_400, (script, seconds) => script with { RetryAfter = seconds }),
        ["once"] = ScriptPart.Flag(script => script with { Once = true }),
        ["hang"] = ScriptPart.Flag(script => script with { Hang = true }).Or(After(BreakKind.Hang)),
        ["drop"] = ScriptPart.Flag(script => script with { Drop = true }),
        ["whole"] = ScriptPart.Flag(script => script with { Whole = true }),
        ["cut"] = After(BreakKind.Cut),
        ["error-in-stream"] = After(BreakKind.Error),
        ["no-usage"] = ScriptPart.Flag(script => script with { NoUsage = true }),
        ["no-done"] = ScriptPart.Flag(script => script with { NoDone = true }),
        ["malformed"] = ScriptPart.Flag(script => script with { Malformed = true }),
        ["echo"] = ScriptPart.Flag(script => script with { Echo = true }),
        ["timestamps"] = ScriptPart.Flag(script => script with { Timestamps = true }),
        ["tokens"] = ScriptPart.Number(0, MaxTokens, (script, tokens) => script with { Tokens = tokens }),
        ["cached"] = ScriptPart.Number(0, MaxTokens, (script, tokens) => script with { CachedTokens = tokens }),
        ["cache-write"] = ScriptPart.Number(0, MaxTokens, (script, tokens) => script with { CacheWrittenTokens = tokens }),
        ["calls"] = ScriptPart.Number(1, MaxCalls, (script, calls) => script with { Calls = calls }),
        ["raw"] = ScriptPart.Base64Url((script, bytes) => script with { Raw = bytes }),
        ["reasoning"] = ScriptPart.Number(0, MaxTokens, (script, tokens) => script with { ReasoningTokens = tokens }),
    }.ToFrozenDictionary();

    /// <summary>Adds the parts of <paramref name="text"/> to <paramref name="onto"/>.</summary>
    /// <param name="problem">The wrong part and the values that it takes.</param>
    public static bool TryParse(string text, Script onto, out Script script, [NotNullWhen(false)] out string? problem)
    {
        script = onto;
        problem = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals].TrimEnd();
            if (!Parts.TryGetValue(name, out var known))
                problem = $"'{part}' is not a part of a script. Parts are: {string.Join(", ", Parts.Keys.Order())}.";
            else if (known.Apply(script, equals < 0 ? null : part[(equals + 1)..].TrimStart()) is { } applied)
                script = applied;
            else
                problem = $"'{part}' is wrong: {name} takes {known.Takes}.";
            if (problem is not null)
                return false;
        }

        return true;
    }

    private static ScriptPart After(BreakKind kind) =>
        ScriptPart.Number(0, MaxDeltas, (script, deltas) => script with { Break = new Break(kind, deltas) });
}
