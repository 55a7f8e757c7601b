using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Why a chat answer ended, out of how a response stands at its end.</summary>
internal static class FinishReason
{
    /// <param name="hasCalls">Whether the model called a tool.</param>
    public static string Of(RawNode response, bool hasCalls) => response.Text("status") == "incomplete"
        ? response.Object("incomplete_details")?.Text("reason") == "content_filter" ? "content_filter" : "length"
        : hasCalls ? "tool_calls" : "stop";
}
