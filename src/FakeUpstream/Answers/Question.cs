using System.Text.Json;

namespace Platform.FakeUpstream.Answers;

/// <summary>What an answer depends on, whatever protocol it was asked in.</summary>
/// <param name="LastUserText">The text of the last message of the user; empty without one.</param>
/// <param name="ToolResult">The text of the last message, when that is the result of a tool.</param>
internal sealed record Question(
    string LastUserText,
    string? ToolResult,
    IReadOnlyList<Tool> Tools,
    ToolChoice ToolChoice,
    OutputFormat Format,
    int? MaxTokens
)
{
    /// <summary>Text ends before the first of these.</summary>
    public IReadOnlyList<string> Stops { get; init; } = [];
}

/// <param name="Parameters">A JSON schema; undefined for a function without arguments.</param>
/// <param name="FreeText">Whether it takes any text instead of JSON.</param>
/// <param name="Namespace">The name of the group it was offered in.</param>
internal readonly record struct Tool(string Name, JsonElement Parameters, bool FreeText = false, string? Namespace = null);

/// <param name="Name">The one function to call; null leaves the choice.</param>
internal readonly record struct ToolChoice(ToolUse Use, string? Name = null);

internal enum ToolUse
{
    /// <summary>A tool is called when the user mentions it.</summary>
    Auto,
    Never,
    Always,
}

/// <param name="Schema">What JSON is to look like; undefined when any object will do.</param>
internal readonly record struct OutputFormat(bool Json, JsonElement Schema = default);
