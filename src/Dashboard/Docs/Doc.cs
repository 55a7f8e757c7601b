namespace Platform.Dashboard.Docs;

/// <summary>A page of the documentation, as its Markdown file has it.</summary>
/// <param name="Address">Of the page; with <c>.md</c> behind it, of its text.</param>
/// <param name="Section">The heading it is listed under.</param>
/// <param name="Tool">The id of the tool that it is the guide of; null for no guide.</param>
/// <param name="Clients">The names in docs/clients.md that say which version was tested.</param>
/// <param name="Text">Markdown with placeholders, without the title.</param>
public sealed record Doc(
    string Address,
    string Title,
    string Description,
    string Section,
    int Order,
    string? Tool,
    IReadOnlyList<string> Clients,
    string Text
)
{
    /// <summary>Reads a file: lines of <c>name: value</c> between two lines of <c>---</c>, then the text.</summary>
    /// <exception cref="FormatException">A name that is needed is missing.</exception>
    public static Doc Read(string address, string file)
    {
        var parts = file.Split("---\n", 3);
        if (parts.Length < 3 || parts[0].Length > 0)
            throw new FormatException($"{address} does not begin with its title, description and section between two lines of ---.");
        var facts = parts[1]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[^1], StringComparer.Ordinal);
        return new Doc(
            address,
            Needed("title"),
            Needed("description"),
            Needed("section"),
            int.Parse(Needed("order"), System.Globalization.CultureInfo.InvariantCulture),
            facts.GetValueOrDefault("tool"),
            facts.GetValueOrDefault("clients")?.Split(" | ") ?? [],
            parts[2].Trim()
        );

        string Needed(string name) =>
            facts.GetValueOrDefault(name) ?? throw new FormatException($"{address} lacks {name} between its two lines of ---.");
    }
}
