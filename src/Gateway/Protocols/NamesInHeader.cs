namespace Platform.Gateway.Protocols;

/// <summary>Writes names from a caller's body as the value of a response header: printable ASCII only, and bounded.</summary>
internal static class NamesInHeader
{
    /// <summary>Headers that name what a request asked for and its upstream was not sent.</summary>
    public const string ToolsNotOffered = "x-tools-not-offered",
        FieldsNotCarried = "x-fields-not-carried";

    private const int MaxNames = 32,
        MaxCharacters = 64;

    /// <returns>For example <c>store, reasoning.foo, tools[2].bar</c>; with <c>...</c> at its end where there are more names.</returns>
    public static string Join(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxNames).Select(Printable)) + (names.Count > MaxNames ? ", ..." : "");

    /// <summary>Replaces commas too: a comma would split the name in two.</summary>
    private static string Printable(string name) =>
        string.Concat(name.Take(MaxCharacters).Select(character => character is > ' ' and <= '~' and not ',' ? character : '?'));
}
