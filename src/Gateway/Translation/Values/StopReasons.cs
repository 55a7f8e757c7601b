namespace Platform.Gateway.Translation.Values;

/// <summary>Why an answer ended, in both protocols.</summary>
internal static class StopReasons
{
    /// <param name="finish">Chat's reason, which is the same for a stop sequence and the end of the turn.</param>
    /// <param name="called">Whether the model called a tool: some servers send <c>stop</c> then, and agents would not run the tool.</param>
    /// <param name="refused">Whether the model sent a <c>refusal</c>.</param>
    public static string ForMessages(string? finish, bool called, bool refused) =>
        finish switch
        {
            "length" => "max_tokens",
            "content_filter" => "refusal",
            _ when called => "tool_use",
            _ when refused => "refusal",
            _ => "end_turn",
        };

    public static string ForChat(string? stop, bool called) =>
        stop switch
        {
            "max_tokens" or "model_context_window_exceeded" => "length",
            "refusal" => "content_filter",
            _ when called => "tool_calls",
            _ => "stop",
        };
}
