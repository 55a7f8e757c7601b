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

    /// <summary>Whether it answers by a script, for tests of tools.</summary>
    public bool IsScripted => Model.OwnedBy == ScriptedOwner;

    /// <summary>A model without output, for embeddings, does not chat.</summary>
    public bool Chats => Model.MaxOutputTokens > 0;

    /// <summary>As a link writes it; a name may have slashes.</summary>
    public string Address => "/models/" + string.Join('/', Model.Id.Split('/').Select(Uri.EscapeDataString));

    public long? FirstByteMs => Figures?.Figures.FirstByteMs;

    public double? Success => Figures?.Figures.Overall;

    /// <summary>The protocols that some route speaks itself; the others are converted.</summary>
    public IEnumerable<string> Native => Model.Routes.SelectMany(route => route.Protocols).Distinct(StringComparer.Ordinal);

    /// <summary>The vendors' name of a protocol.</summary>
    public static string NameOf(string protocol) => Protocols.GetValueOrDefault(protocol, protocol);
}
