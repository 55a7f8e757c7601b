namespace Platform.Gateway.Protocols;

/// <summary>Names out of a caller's body as the value of a response header: what is no part of a name is replaced, and there is an end.</summary>
public static class NamesInHeader
{
    /// <summary>What a request asked for and its answer was made without.</summary>
    public const string ToolsNotOffered = "x-tools-not-offered", FieldsNotCarried = "x-fields-not-carried";

    private const int MostNames = 32, MostCharacters = 64;

    /// <returns>For example <c>store, reasoning.foo, tools[2].bar</c>; with <c>...</c> at its end where there are more names.</returns>
    public static string Of(IReadOnlyList<string> names) => string.Join(", ", names.Take(MostNames).Select(Printable)) + (names.Count > MostNames ? ", ..." : "");

    /// <summary>A comma would make two of it.</summary>
    private static string Printable(string name) =>
        string.Concat(name.Take(MostCharacters).Select(character => character is > ' ' and <= '~' and not ',' ? character : '?'));
}
