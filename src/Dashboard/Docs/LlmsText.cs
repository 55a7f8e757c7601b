using System.Text;

namespace Platform.Dashboard.Docs;

/// <summary>The documentation for language models, as <c>llmstxt.org</c> proposes: a list of the texts, and all of them in one.</summary>
public static class LlmsText
{
    private const string Summary =
        "Prepaid access to language models with one API key, over the protocols of OpenAI and Anthropic. A tool needs three settings: API "
        + "key, Base URL and model name.";

    public static string Index(DocFacts facts)
    {
        var text = new StringBuilder($"# Platform\n\n> {Summary}\n\nBase URL: {facts.BaseUrl}");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $" (Anthropic's clients: {facts.For(null).RootUrl})\n");
        foreach (var section in DocLibrary.BySection)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n");
            foreach (var doc in section)
                text.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"- [{doc.Title}]({facts.Site}{doc.Address}.md): {doc.Description}\n"
                );
        }

        text.Append(
            System.Globalization.CultureInfo.InvariantCulture,
            $"- [Error codes]({facts.Site}/errors.md): Every code: what it means, what to do, and whether trying again helps.\n"
        );
        return text.ToString();
    }

    public static string Whole(DocFacts facts) =>
        string.Join("\n", DocLibrary.All.Select(doc => DocText.Document(doc, facts)).Append(ErrorText.Whole()));
}
