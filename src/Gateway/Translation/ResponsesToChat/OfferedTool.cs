using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>A tool that is offered to the model.</summary>
/// <param name="ChatName">Its name in chat.</param>
/// <param name="Definition">As the client wrote it.</param>
/// <param name="GroupNote">The description of its namespace; null except for the first of its tools.</param>
internal sealed record OfferedTool(ToolName Tool, string ChatName, JsonField Definition, string? GroupNote);
