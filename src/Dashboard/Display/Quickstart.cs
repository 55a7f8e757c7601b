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

    /// <summary>A chat model that a key limited to <paramref name="allowed"/> may call; null when there is none.</summary>
    public static string? FindModel(Catalogue catalogue, IReadOnlyList<string>? allowed = null)
    {
        var callable = catalogue.Models.Where(model => allowed?.Contains(model.Id) ?? true).ToArray();
        // A model without output (an embedding model) does not chat. One whose end is announced is the last choice.
        return callable.OrderBy(model => model.Deprecation is not null).FirstOrDefault(model => model.MaxOutputTokens > 0)?.Id
            ?? callable.FirstOrDefault()?.Id;
    }
}
