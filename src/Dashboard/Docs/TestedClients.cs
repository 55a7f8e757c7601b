using Platform.Dashboard.Display;

namespace Platform.Dashboard.Docs;

/// <summary>Which version of a tool was tested, as docs/clients.md says, which a run of the tests writes.</summary>
public static class TestedClients
{
    private const string Replayed = "its requests";

    private static readonly Dictionary<string, string> Versions = DocLibrary
        .Resource("clients.md")
        .Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .GroupBy(cells => cells[1], cells => cells[2])
        .ToDictionary(client => client.Key, client => client.First(), StringComparer.Ordinal);

    /// <param name="clients">Their names in docs/clients.md.</param>
    /// <exception cref="KeyNotFoundException">One of them was not tested.</exception>
    public static string Sentence(Tool tool, IReadOnlyList<string> clients) =>
        clients.All(client => Versions[client] == Replayed)
            ? $"Tested by sending the requests that {tool.Name} sends. The app itself is not driven by our tests, so menus may be named "
                + "otherwise in your version."
            : $"Tested with {string.Join(", ", clients.Select(client => $"{Name(client)} {Versions[client]}"))}, by a run of our tests that "
                + "drives it against this platform: answers, tools, a busy provider, answers that break off, wrong settings. Other versions "
                + "may name their settings otherwise.";

    /// <summary>Without the protocol that stands behind a comma.</summary>
    private static string Name(string client) => client.Split(',')[0];
}
