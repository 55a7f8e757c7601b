using Platform.Contracts;

namespace Platform.Dashboard.Public;

/// <summary>A model on sale, with its preferred route, whose price is shown, and how it did.</summary>
/// <param name="Figures">Null where too little or nothing is known.</param>
public sealed record Offer(Model Model, ModelRoute Route, MeasuredModel? Figures)
{
    private const string ScriptedOwner = "fake";

    private static readonly Dictionary<string, string> Protocols = new(StringComparer.Ordinal)
    {
        ["openai-chat"] = "Chat completions",
        ["openai-responses"] = "Responses",
        ["openai-completions"] = "Completions",
        ["openai-embeddings"] = "Embeddings",
        ["anthropic-messages"] = "Messages",
    };

    /// <summary>How makers write themselves, by the <c>owned_by</c> of their models.</summary>
    private static readonly Dictionary<string, string> Makers = new(StringComparer.Ordinal)
    {
        ["alibaba"] = "Alibaba",
        ["anthropic"] = "Anthropic",
        ["cohere"] = "Cohere",
        ["deepseek"] = "DeepSeek",
        ["google"] = "Google",
        ["meta"] = "Meta",
        ["microsoft"] = "Microsoft",
        ["minimax"] = "MiniMax",
        ["mistral"] = "Mistral AI",
        ["mistralai"] = "Mistral AI",
        ["moonshot"] = "Moonshot AI",
        ["moonshotai"] = "Moonshot AI",
        ["nvidia"] = "NVIDIA",
        ["openai"] = "OpenAI",
        ["qwen"] = "Qwen",
        ["xai"] = "xAI",
        ["zai"] = "Z.ai",
    };

    /// <summary>Whether it answers by a script, for tests of tools.</summary>
    public bool IsScripted => Model.OwnedBy == ScriptedOwner;

    public string Maker => MakerOf(Model.OwnedBy);

    /// <summary>A model without output, for embeddings, does not chat.</summary>
    public bool Chats => Model.MaxOutputTokens > 0;

    /// <summary>As a link writes it; a name may have slashes.</summary>
    public string Address => "/models/" + string.Join('/', Model.Id.Split('/').Select(Uri.EscapeDataString));

    public long? FirstByteMs => Figures?.Figures.FirstByteMs;

    public double? Success => Figures?.Figures.Overall;

    public bool IsMeasured => (FirstByteMs, Success) is not (null, null);

    /// <summary>The protocols that some route speaks itself; the others are converted.</summary>
    public IEnumerable<string> Native => Model.Routes.SelectMany(route => route.Protocols).Distinct(StringComparer.Ordinal);

    /// <summary>The maker's own name; of one that is not known, as the catalogue writes it.</summary>
    public static string MakerOf(string ownedBy) => Makers.GetValueOrDefault(ownedBy, ownedBy);

    /// <summary>The vendors' name of a protocol.</summary>
    public static string NameOf(string protocol) => Protocols.GetValueOrDefault(protocol, protocol);
}
