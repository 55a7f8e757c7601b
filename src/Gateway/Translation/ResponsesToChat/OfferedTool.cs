using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>A tool that the model is told of.</summary>
/// <param name="ChatName">Its name in chat.</param>
/// <param name="Definition">As the client wrote it.</param>
/// <param name="GroupNote">What its namespace says of itself; told with the first of its tools only.</param>
internal sealed record OfferedTool(ToolName Tool, string ChatName, RawNode Definition, string? GroupNote);
