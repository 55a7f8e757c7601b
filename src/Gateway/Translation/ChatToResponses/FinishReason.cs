using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Why a chat answer ended, from the status of a response.</summary>
internal static class FinishReason
{
    /// <param name="hasCalls">Whether the model called a tool.</param>
    public static string From(JsonField response, bool hasCalls) =>
        response.Text("status") == "incomplete"
            ? response.Object("incomplete_details")?.Text("reason") == "content_filter"
                ? "content_filter"
                : "length"
            : hasCalls
                ? "tool_calls"
                : "stop";
}
