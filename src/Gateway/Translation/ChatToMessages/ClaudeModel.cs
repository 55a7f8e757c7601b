using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// What a model of Anthropic takes, by the version in its name. Clients of chat send temperature or reasoning_effort with every request
/// whatever the model, and Anthropic refuses the whole request for it. Models with other names count as able to take everything.
/// </summary>
internal static partial class ClaudeModel
{
    private static readonly Version Adaptive = new(4, 6);
    private static readonly Version FirstThinking = new(3, 7);

    /// <summary>Before 4.6, thinking has a budget of tokens, and within a turn of tools it must be sent back with its signature.</summary>
    public static bool ThinksByEffort(string model) => VersionOf(model) is not { } version || version >= Adaptive;

    public static bool ThinksByBudget(string model) => VersionOf(model) is { } version && version >= FirstThinking && version < Adaptive;

    /// <summary>Models after 4.6 refuse temperature, top_p and top_k.</summary>
    public static bool TakesSampling(string model) => VersionOf(model) is not { } version || version <= Adaptive;

    /// <summary>Models from 4.6 on refuse a conversation that ends with the assistant.</summary>
    public static bool TakesPrefill(string model) => VersionOf(model) is not { } version || version < Adaptive;

    private static Version? VersionOf(string model) =>
        Name().Match(model) is { Success: true } name
            ? new Version(
                int.Parse(name.Groups["major"].Value, CultureInfo.InvariantCulture),
                name.Groups["minor"].Success ? int.Parse(name.Groups["minor"].Value, CultureInfo.InvariantCulture) : 0
            )
            : null;

    // claude-opus-4-6, claude-haiku-4-5-20251001, claude-sonnet-4-20250514, claude-sonnet-4.5; and claude-3-7-sonnet-20250219.
    [GeneratedRegex(@"claude-([a-z]+-)?(?<major>\d{1,2})([-.](?<minor>\d{1,2}))?(?!\d)")]
    private static partial Regex Name();
}
