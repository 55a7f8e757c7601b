using Platform.Dashboard.Display;

namespace Platform.Dashboard.Docs;

/// <summary>All pages of the documentation. They are files of ours, embedded in the service.</summary>
public static class DocLibrary
{
    public const string Start = "Start",
        Guides = "Guides",
        Troubleshooting = "Troubleshooting",
        Reference = "Reference";

    private const string Root = "content/",
        Parts = "parts/";

    private static readonly string[] Sections = [Start, Guides, Troubleshooting, Reference];
    private static readonly Dictionary<string, string> Files = ReadFiles();

    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<Doc> All { get; } =
    [
        .. Files
            .Where(file => !file.Key.StartsWith(Parts, StringComparison.Ordinal))
            .Select(file => Doc.Read("/" + file.Key, file.Value))
            .Append(ApiReference.Page)
            .OrderBy(doc => Array.IndexOf(Sections, doc.Section))
            .ThenBy(doc => doc.Order),
    ];

    /// <summary>The pages by the heading that they are listed under.</summary>
    public static IEnumerable<IGrouping<string, Doc>> BySection => All.GroupBy(doc => doc.Section);

    /// <summary>Null when there is no page at this address.</summary>
    public static Doc? Find(string address) =>
        All.FirstOrDefault(doc => doc.Address.Equals(address.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));

    /// <summary>The guide of a tool; null when it has none.</summary>
    public static Doc? GuideOf(Tool tool) => All.FirstOrDefault(doc => doc.Tool == tool.Id);

    /// <summary>The rules of billing in a few sentences, without placeholders.</summary>
    public static string Billing => Part("billing");

    /// <summary>A text that several pages include.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    internal static string Part(string name) => Files[Parts + name].Trim();

    /// <summary>A file beside the pages that the service has.</summary>
    internal static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(DocLibrary).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static Dictionary<string, string> ReadFiles() =>
        typeof(DocLibrary)
            .Assembly.GetManifestResourceNames()
            .Select(name => (Name: name, Path: name.Replace('\\', '/')))
            .Where(file => file.Path.StartsWith(Root, StringComparison.Ordinal))
            .ToDictionary(file => file.Path[Root.Length..^".md".Length], file => Resource(file.Name), StringComparer.Ordinal);
}
