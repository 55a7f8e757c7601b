namespace Platform.Gateway.Translation.Values;

/// <summary>Why an answer ended, in both protocols.</summary>
internal static class StopReasons
{
    /// <param name="finish">What chat says: it does not tell a stop sequence from the end of the turn.</param>
    /// <param name="called">Some servers say <c>stop</c> although a tool was called; agents would not call it then.</param>
    /// <param name="refused">The model said its <c>refusal</c>.</param>
    public static string ForMessages(string? finish, bool called, bool refused) => finish switch
    {
        "length" => "max_tokens",
        "content_filter" => "refusal",
        _ when called => "tool_use",
        _ when refused => "refusal",
        _ => "end_turn",
    };

    public static string ForChat(string? stop, bool called) => stop switch
    {
        "max_tokens" or "model_context_window_exceeded" => "length",
        "refusal" => "content_filter",
        _ when called => "tool_calls",
        _ => "stop",
    };
}
