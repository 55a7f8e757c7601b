using System.Text.RegularExpressions;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>
/// What a model of OpenAI takes, by its name. Claude Code sends an effort with every request, and OpenAI refuses the whole request for a
/// model without reasoning. Models with other names count as able to reason.
/// </summary>
internal static partial class OpenAIModel
{
    public static bool Reasons(string model) => !BeforeReasoning().IsMatch(model);

    // gpt-4.1-mini, gpt-4o, gpt-3.5-turbo, chatgpt-4o-latest; also as openai/gpt-4o or ft:gpt-4o-mini:us:1.
    [GeneratedRegex("(^|[/:])(chat)?gpt-[34]")]
    private static partial Regex BeforeReasoning();
}
