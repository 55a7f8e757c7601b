using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Contracts;

namespace Platform.Gateway.Errors;

/// <summary>Recognises a value that was put into the wrong field by its form: a key, an address, a model's name, a placeholder.</summary>
internal static partial class KeyHeuristics
{
    private const int MinKeyLength = 20;
    private const string Quotes = "\"'`<>“”‘’«»";

    /// <summary>Prefixes of other vendors' keys, the longer ones first.</summary>
    private static readonly (string Prefix, string Vendor)[] OtherVendors =
    [
        ("sk-proj-", "OpenAI"),
        ("sk-svcacct-", "OpenAI"),
        ("sk-admin-", "OpenAI"),
        ("sk-ant-", "Anthropic"),
        ("sk-or-", "OpenRouter"),
        ("sk-lf-", "Langfuse"),
        ("gsk_", "Groq"),
        ("xai-", "xAI"),
        ("AIza", "Google"),
        ("hf_", "Hugging Face"),
        ("r8_", "Replicate"),
        ("pplx-", "Perplexity"),
        ("tgp_", "Together"),
        ("fw_", "Fireworks"),
        ("csk-", "Cerebras"),
        ("nvapi-", "NVIDIA"),
        ("ghp_", "GitHub"),
        ("github_pat_", "GitHub"),
    ];

    private static readonly string[] ModelFamilies =
    [
        "gpt-",
        "chatgpt-",
        "o1",
        "o3",
        "o4",
        "claude-",
        "gemini-",
        "gemma",
        "llama",
        "mistral",
        "mixtral",
        "deepseek-",
        "qwen",
        "grok-",
        "kimi-",
        "glm-",
        "command-",
        "text-embedding-",
        "codex-",
        "phi-",
    ];

    /// <summary>Whether the text is an API key, ours or another vendor's: no part of it may be shown.</summary>
    public static bool IsKey(string text) =>
        Trimmed(text) is { Length: >= MinKeyLength } key
        && (key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) || VendorOf(key) is not null);

    public static string? VendorOf(string text) =>
        Array.Find(OtherVendors, other => text.StartsWith(other.Prefix, StringComparison.Ordinal)).Vendor;

    public static bool IsAddress(string text) =>
        text.Contains("://", StringComparison.Ordinal)
        || text.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)
        || text.TrimEnd('/').EndsWith("/v1", StringComparison.OrdinalIgnoreCase);

    public static bool IsModelName(string text) =>
        text.Length <= 64
        && Array.Exists(
            ModelFamilies,
            family => text[(text.LastIndexOf('/') + 1)..].StartsWith(family, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>
    /// Whether the text is a variable that was not replaced (<c>$OPENAI_API_KEY</c>, <c>${...}</c>, <c>{{...}}</c>, <c>%...%</c>), or an
    /// example's placeholder.
    /// </summary>
    public static bool IsPlaceholder(string text) => Placeholder().IsMatch(text.Trim().Trim('"', '\'', '`'));

    /// <summary><paramref name="text"/> without quotes at its ends, and without anything anywhere that is not printed.</summary>
    public static string Trimmed(string text)
    {
        var printed = text.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "", StringComparison.Ordinal);
        return string.Concat(printed.Where(c => !IsInvisible(c))).Trim(Quotes.ToCharArray());
    }

    /// <summary>What <see cref="Trimmed"/> removes, in words.</summary>
    public static string DescribeTrimmed(string text) =>
        string.Join(
            " and ",
            new[]
            {
                text.Any(c => Quotes.Contains(c, StringComparison.Ordinal)) ? "quotes" : null,
                text.Any(c => c is ' ' or '\t') ? "spaces" : null,
                text.Any(c => c is '\r' or '\n')
                || text.Contains("\\n", StringComparison.Ordinal)
                || text.Contains("\\r", StringComparison.Ordinal)
                    ? "line breaks"
                    : null,
                text.Any(c => IsInvisible(c) && c is not (' ' or '\t' or '\r' or '\n')) ? "invisible characters" : null,
            }.Where(words => words is not null)
        );

    private static bool IsInvisible(char c) =>
        char.IsWhiteSpace(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned;

    [GeneratedRegex(
        @"^\$|^\{\{|^%\w+%$|^<.*>$|^process\.env|^os\.environ|api[_ -]?key|^sk-[.…*•xX_-]+$|^sk-your|^(your|my|paste|insert|replace)[_ -]|^(changeme|todo|xxx+|none|null|undefined|dummy|test|placeholder|no-?key|not-?needed|ollama)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Placeholder();
}
