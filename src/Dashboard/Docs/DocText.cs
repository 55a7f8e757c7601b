using System.Text;
using System.Text.RegularExpressions;
using Platform.Dashboard.Display;
using Platform.Dashboard.Display.Errors;

namespace Platform.Dashboard.Docs;

/// <summary>
/// Fills the placeholders of a page. The settings of a tool come from <see cref="Tool"/>, so that guides and Connect have one source; the
/// errors from <see cref="ErrorCode"/>; the tested version from docs/clients.md.
/// </summary>
public static partial class DocText
{
    /// <summary>The codes that a guide explains; the others are one link away.</summary>
    private static readonly string[] GuideCodes =
    [
        "invalid_api_key",
        "insufficient_quota",
        "key_limit_exceeded",
        "model_not_allowed",
        "model_not_found",
        "unknown_url",
        "context_length_exceeded",
        "rate_limit_exceeded",
        "upstream_unavailable",
    ];

    /// <summary>The text in Markdown, as the page shows it.</summary>
    public static string Fill(Doc doc, DocFacts facts) => Fill(doc.Text, doc, facts, facts.For(doc.Tool));

    /// <summary>The page as one Markdown document that stands by itself: with its title, and links that lead here from anywhere.</summary>
    public static string Document(Doc doc, DocFacts facts) =>
        $"# {doc.Title}\n\n> {doc.Description}\n\n{Fill(doc, facts)}\n".Replace("](/", $"]({facts.Site}/", StringComparison.Ordinal);

    private static string Fill(string text, Doc doc, DocFacts facts, Quickstart you) =>
        Placeholder().Replace(text, match => Value(match.Groups["name"].Value, doc, facts, you));

    private static string Value(string name, Doc doc, DocFacts facts, Quickstart you) =>
        name switch
        {
            _ when name.StartsWith("> ", StringComparison.Ordinal) => Fill(DocLibrary.Part(name[2..]), doc, facts, you),
            "BaseUrl" => you.BaseUrl,
            "RootUrl" => you.RootUrl,
            "Key" => you.ApiKey,
            "Model" => you.ModelName,
            "Site" => facts.Site,
            "Curl" => you.Curl,
            "Doctor" => you.Doctor,
            "Tools" => ToolTable(you),
            "OtherClients" => TestedClients.Others(you),
            _ when doc.Tool is not null => OfTool(name, Tool.Find(doc.Tool)!, doc, you),
            _ => throw new InvalidOperationException($"{doc.Address} has the placeholder {name}, which is unknown."),
        };

    private static string OfTool(string name, Tool tool, Doc doc, Quickstart you) =>
        name switch
        {
            "Tool" => tool.Name,
            "ToolId" => tool.Id,
            "ToolBaseUrl" => BaseUrlOf(tool, you),
            "Settings" => Settings(tool, you),
            "Setup" => Setup(tool, you),
            "Errors" => Errors(tool),
            "Refused" => tool.Refused,
            "Versions" => TestedClients.Sentence(tool, doc.Clients),
            _ => throw new InvalidOperationException($"{doc.Address} has the placeholder {name}, which is unknown."),
        };

    private static string BaseUrlOf(Tool tool, Quickstart you) => tool.UsesRootUrl ? you.RootUrl : you.BaseUrl;

    private static string Settings(Tool tool, Quickstart you) =>
        $"""
            | Setting | Value | Where it goes |
            | --- | --- | --- |
            | API key | `{you.ApiKey}` | {tool.Key} |
            | Base URL | `{BaseUrlOf(tool, you)}` | {tool.BaseUrl} |
            | Model name | `{you.ModelName}` | {tool.Model} |
            """;

    private static string Setup(Tool tool, Quickstart you) =>
        string.Join(
            "\n\n",
            (tool.Setup?.Invoke(you) ?? []).Select(block => $"```{Fence(block.Language)} {block.Place}\n{block.Text}\n```")
        );

    private static string Errors(Tool tool)
    {
        var table = new StringBuilder("| Status and code | What it means | What to do |\n| --- | --- | --- |");
        foreach (var error in GuideCodes.Select(code => ErrorCode.Find(code)!))
            table.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"\n| {error.Status} [`{error.Code}`](/errors/{error.Code}) | {error.Meaning} | {Remedy(error, tool)} |"
            );
        return table.ToString();
    }

    private static string Remedy(ErrorCode error, Tool tool) =>
        error.Setting is { } setting ? $"{error.Remedies[0]} In {tool.Name}: {tool.Where(setting)}" : error.Remedies[0];

    private static string ToolTable(Quickstart you)
    {
        var table = new StringBuilder("| Tool | Base URL | Where it goes |\n| --- | --- | --- |");
        foreach (var tool in Tool.All)
            table.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"\n| [{tool.Name}](/guides/{tool.Id}) | `{BaseUrlOf(tool, you)}` | {tool.BaseUrl} |"
            );
        return table.ToString();
    }

    private static string Fence(SnippetLanguage language) => language.ToString().ToLowerInvariant();

    [GeneratedRegex(@"\{\{(?<name>[^{}]+)\}\}")]
    private static partial Regex Placeholder();
}
