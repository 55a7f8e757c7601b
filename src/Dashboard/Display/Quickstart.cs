using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>The three settings of a tool, and a command that tries them.</summary>
/// <param name="ApiKey">A real key only right after its creation; else a placeholder.</param>
/// <param name="Model">Null when there is no callable model.</param>
public sealed record Quickstart(string ApiKey, string BaseUrl, string? Model)
{
    public const string Placeholder = "YOUR_API_KEY";

    public string Curl => FirstRequest.Curl(BaseUrl, ApiKey, ModelName);

    /// <summary>The command that diagnoses which of the three settings is wrong.</summary>
    public string Doctor => $"curl {BaseUrl}/doctor -H \"Authorization: Bearer {ApiKey}\"";

    /// <summary>The Base URL of Anthropic's clients, which add <c>/v1</c> by themselves.</summary>
    public string RootUrl => BaseUrl.EndsWith("/v1", StringComparison.Ordinal) ? BaseUrl[..^"/v1".Length] : BaseUrl;

    public string ModelName => Model ?? "MODEL_NAME";

    /// <summary>
    /// A model that chats, for a first request: the one that the catalogue recommends for <paramref name="tool"/>, else the cheapest. One
    /// whose end is announced is the last choice; null when there is none.
    /// </summary>
    /// <param name="allowed">The only models that the key may call; null is all.</param>
    /// <param name="tool">The id of the tool; null for any.</param>
    public static string? FindModel(Catalogue catalogue, IReadOnlyList<string>? allowed = null, string? tool = null) =>
        catalogue
            .Models.Where(model => allowed?.Contains(model.Id) ?? true)
            // A model without output (an embedding model) does not chat.
            .OrderByDescending(model => model.MaxOutputTokens > 0)
            .ThenBy(model => model.Deprecation is not null)
            .ThenByDescending(model => tool is not null && model.RecommendedFor?.Contains(tool) == true)
            .ThenBy(PriceOfAnAnswer)
            .FirstOrDefault()
            ?.Id;

    /// <summary>As long as its question, which is enough to compare.</summary>
    private static long PriceOfAnAnswer(Model model) =>
        model.Routes is [var route, ..] ? route.Price.Input + route.Price.Output : long.MaxValue;
}
