using System.Collections.Frozen;

namespace Platform.FakeUpstream.Scripts;

/// <summary>The models with a script: their id names it.</summary>
internal static class NamedScripts
{
    private static readonly FrozenDictionary<string, Script> ByModel = new Dictionary<string, string>
    {
        ["o4-mini"] = "reasoning=64",
        ["fake-echo"] = "echo",
        ["fake-slow-first-byte"] = "first-byte=3s",
        ["fake-slow-chunks"] = "chunk-delay=50ms, tokens=160",
        ["fake-401"] = "status=401",
        ["fake-429"] = "status=429, retry-after=1",
        ["fake-429-once"] = "status=429, retry-after=1, once",
        ["fake-500"] = "status=500",
        ["fake-500-once"] = "status=500, once",
        ["fake-503"] = "status=503",
        ["fake-503-once"] = "status=503, once",
        ["fake-cut"] = "cut=3",
        ["fake-cut-before-first-token"] = "cut=0",
        ["fake-error-in-stream"] = "error-in-stream=3",
        ["fake-hang"] = "hang",
        ["fake-malformed"] = "malformed",
        ["fake-no-done"] = "no-done",
        ["fake-no-usage"] = "no-usage",
    }.ToFrozenDictionary(named => named.Key, named => Parse(named.Value));

    public static IEnumerable<string> FakeModels => ByModel.Keys.Where(id => id.StartsWith("fake-", StringComparison.Ordinal)).Order();

    public static Script For(string model) => ByModel.GetValueOrDefault(model, Script.Plain);

    private static Script Parse(string text) =>
        ScriptParser.TryParse(text, Script.Plain, out var script, out var problem) ? script : throw new FormatException(problem);
}
