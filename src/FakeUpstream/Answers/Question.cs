using System.Text.Json;

namespace Platform.FakeUpstream.Answers;

/// <summary>The part of a request that decides its answer, the same for every protocol.</summary>
/// <param name="LastUserText">The text of the user's last message; empty without one.</param>
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
/// <param name="FreeText">Whether it takes free text instead of JSON.</param>
/// <param name="Namespace">The name of the namespace that it is in; null without one.</param>
internal readonly record struct Tool(string Name, JsonElement Parameters, bool FreeText = false, string? Namespace = null);

/// <param name="Name">The function to call; null for any.</param>
internal readonly record struct ToolChoice(ToolUse Use, string? Name = null);

internal enum ToolUse
{
    /// <summary>Calls a tool when the user mentions it.</summary>
    Auto,
    Never,
    Always,
}

/// <param name="Schema">The schema of the JSON; undefined for any object.</param>
internal readonly record struct OutputFormat(bool Json, JsonElement Schema = default);
