using System.Text.RegularExpressions;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Docs;

/// <summary>Which version of a tool was tested, as docs/clients.md says, which a run of the tests writes.</summary>
public static partial class TestedClients
{
    private const string Replayed = "its requests";

    private static readonly string[] Lines = DocLibrary.Resource("clients.md").Split('\n');

    private static readonly Dictionary<string, string> Versions = Lines
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
            : $"Tested with {string.Join(", ", clients.Select(client => $"{Name(client)} {Versions[client]}").Distinct())}, by a run of our tests that "
                + "drives it against this platform: answers, tools, a busy provider, answers that break off, wrong settings. Other versions "
                + "may name their settings otherwise.";

    /// <summary>Each tested client that has no guide, with its version and where its settings go, as Markdown.</summary>
    public static string Others(Quickstart you)
    {
        var guided = DocLibrary.All.SelectMany(doc => doc.Clients).Select(Name).ToHashSet(StringComparer.Ordinal);
        return string.Join(
            "\n\n",
            Lines
                .Select(line => Setting().Match(line))
                .Where(setting => setting.Success && !guided.Contains(Name(setting.Groups["client"].Value)))
                .Select(setting => (Client: setting.Groups["client"].Value, About: setting.Groups["about"].Value))
                .Select(setting => $"### {setting.Client}\n\nTested: {Versions[setting.Client]}. {Filled(setting.About, you)}")
        );
    }

    private static string Filled(string about, Quickstart you) =>
        Word()
            .Replace(
                about,
                word =>
                    word.Value switch
                    {
                        "BASE_URL" => you.BaseUrl,
                        "MODEL" => you.ModelName,
                        _ => you.ApiKey,
                    }
            );

    /// <summary>Without the protocol that stands behind a comma.</summary>
    private static string Name(string client) => client.Split(',')[0];

    [GeneratedRegex(@"^- \*\*(?<client>.+?)\*\*: (?<about>.+)$")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?<![\w])(BASE_URL|MODEL|KEY)(?![\w])", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
