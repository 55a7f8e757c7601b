namespace Platform.Dashboard.Display;

/// <summary>A text for the person's tool, with a button that copies it.</summary>
/// <param name="Id">The id of the element that holds the text.</param>
/// <param name="Name">The label, as in "Copy Base URL".</param>
/// <param name="Block">Whether it has several lines.</param>
public sealed record Copyable(string Id, string Name, string Text, bool Block = false)
{
    /// <summary>What stands above a block: the file it goes into, or where it is run.</summary>
    public string Caption { get; init; } = "In a terminal";

    /// <summary>How a block is read.</summary>
    public SnippetLanguage Language { get; init; } = SnippetLanguage.Shell;
}
