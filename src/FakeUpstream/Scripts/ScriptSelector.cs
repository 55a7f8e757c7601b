using System.Security.Cryptography;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Scripts;

/// <summary>
/// Selects the script of a request: that of its model, with the parts of its header <c>x-fake-script</c> added. The header
/// <c>x-fake-tokens: N</c> is short for <c>tokens=N</c>. During an <see cref="Outage"/> every request plays its status.
/// </summary>
internal sealed class ScriptSelector(Outage outage)
{
    private const string ScriptHeader = "x-fake-script";
    private const string TokensHeader = "x-fake-tokens";
    public const string ScenarioHeader = "x-fake-scenario";

    private readonly OnceMemory once = new(capacity: 10_000);

    /// <param name="messages">The conversation as received, which distinguishes the callers of a model that fails once.</param>
    /// <exception cref="Refusal">A header is malformed.</exception>
    public Script For(IHeaderDictionary headers, string model, ReadOnlySpan<byte> messages)
    {
        if (outage.Remaining is { } remaining)
            return Script.Plain with
            {
                Status = outage.Status,
                // Of a refused key none is asked to wait.
                RetryAfter = outage.Status is 429 or >= 500 ? (int)Math.Ceiling(remaining.TotalSeconds) : null,
            };
        var named = NamedScripts.For(model);
        var asked = headers[ScriptHeader].ToString();
        var script = asked.Length == 0 ? named : Parse(ScriptHeader, asked, named);
        if (script.Once && !once.IsFirst(OnceKey(headers, asked, model, messages)))
            script = named.Once ? Script.Plain : named;

        var tokens = headers[TokensHeader].ToString();
        return tokens.Length == 0 ? script : Parse(TokensHeader, "tokens=" + tokens, script);
    }

    public void ResetOnce() => once.Forget();

    private static string OnceKey(IHeaderDictionary headers, string asked, string model, ReadOnlySpan<byte> messages) =>
        headers[ScenarioHeader].ToString() is { Length: > 0 } scenario ? $"scenario {scenario}"
        : asked.Contains("once", StringComparison.Ordinal) ? $"model {model}"
        : $"messages {Convert.ToHexString(SHA256.HashData(messages))} of {model}";

    private static Script Parse(string header, string text, Script onto) =>
        ScriptParser.TryParse(text, onto, out var script, out var problem)
            ? script
            : throw new Refusal(OpenAIError.Invalid($"The header {header} is malformed: {problem}", header, "invalid_script"));
}
