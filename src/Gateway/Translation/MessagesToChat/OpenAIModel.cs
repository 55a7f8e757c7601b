using System.Text.RegularExpressions;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>
/// What a model of OpenAI takes, by its name. Claude Code sends an effort with every request, and OpenAI refuses the whole request for a
/// model without reasoning. Models with other names count as able to reason.
/// </summary>
internal static partial class OpenAIModel
{
    public static bool Reasons(string model) => !BeforeReasoning().IsMatch(model);

    /// <summary>Whether its name is one of OpenAI's: such a model refuses members of a request that OpenAI does not know.</summary>
    public static bool IsOne(string model) => Names().IsMatch(model);

    /// <summary>OpenAI's models that reason refuse every temperature and top_p but the default.</summary>
    public static bool TakesSampling(string model) => !IsOne(model) || !Reasons(model) || model.Contains("-chat", StringComparison.Ordinal);

    // gpt-5, o4-mini, codex-mini-latest; not openai/gpt-oss-120b, which others serve.
    [GeneratedRegex("^(ft:)?((chat)?gpt-(?!oss)|o[1-9](-|$)|codex-)")]
    private static partial Regex Names();

    // gpt-4.1-mini, gpt-4o, gpt-3.5-turbo, chatgpt-4o-latest; also as openai/gpt-4o or ft:gpt-4o-mini:us:1.
    [GeneratedRegex("(^|[/:])(chat)?gpt-[34]")]
    private static partial Regex BeforeReasoning();
}
