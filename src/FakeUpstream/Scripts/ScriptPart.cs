using System.Globalization;
using Encoded = System.Buffers.Text.Base64Url;

namespace Platform.FakeUpstream.Scripts;

/// <summary>One part of a script.</summary>
/// <param name="Takes">The values that it takes, for people.</param>
/// <param name="Apply">Applies a value to a script; returns null for a wrong value.</param>
internal sealed record ScriptPart(string Takes, Func<Script, string?, Script?> Apply)
{
    private const int LongestMilliseconds = 600_000;

    public static ScriptPart Flag(Func<Script, Script> apply) => new("no value", (script, value) => value is null ? apply(script) : null);

    public static ScriptPart Number(int least, int most, Func<Script, int, Script> apply) =>
        new(
            $"a number from {least} to {most}",
            (script, value) =>
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                    ? apply(script, number)
                    : null
        );

    public static ScriptPart Base64Url(Func<Script, byte[], Script> apply) =>
        new(
            "bytes in base64url without padding",
            (script, value) => value is not null && Encoded.IsValid(value) ? apply(script, Encoded.DecodeFromChars(value)) : null
        );

    public static ScriptPart Time(Func<Script, TimeSpan, Script> apply) =>
        new(
            "a time of at most 600s, such as 250ms or 2s",
            (script, value) =>
                Milliseconds(value) is { } time and <= LongestMilliseconds ? apply(script, TimeSpan.FromMilliseconds(time)) : null
        );

    /// <summary>The first of two parts that takes the value.</summary>
    public ScriptPart Or(ScriptPart other) =>
        new($"{Takes} or {other.Takes}", (script, value) => Apply(script, value) ?? other.Apply(script, value));

    private static long? Milliseconds(string? value) =>
        value switch
        {
            null => null,
            _ when value.EndsWith("ms", StringComparison.Ordinal) => Whole(value[..^2]),
            _ when value.EndsWith('s') => Whole(value[..^1]) * 1000,
            _ => null,
        };

    private static long? Whole(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
