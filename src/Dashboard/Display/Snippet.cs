namespace Platform.Dashboard.Display;

/// <summary>How a text to copy is read.</summary>
public enum SnippetLanguage
{
    Shell,
    Toml,
    Yaml,
    Json,
    Python,
    Text,
}

/// <summary>A text to copy whole: all of one file, or all that goes into one shell.</summary>
/// <param name="Place">The file, or where it is run.</param>
public sealed record Snippet(string Place, SnippetLanguage Language, string Text);
