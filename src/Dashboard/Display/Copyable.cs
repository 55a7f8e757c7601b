namespace Platform.Dashboard.Display;

/// <summary>A text that people carry into their tool, with a button that copies it.</summary>
/// <param name="Id">The id of the element that holds the text.</param>
/// <param name="Name">What it is, as in "Copy Base URL".</param>
/// <param name="Block">Several lines.</param>
public sealed record Copyable(string Id, string Name, string Text, bool Block = false);
