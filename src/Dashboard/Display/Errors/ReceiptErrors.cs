namespace Platform.Dashboard.Display.Errors;

/// <summary>What only a receipt says, because nobody was there to be answered, or the answer itself was in order.</summary>
internal static class ReceiptErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "client_disconnected",
            "none",
            "Your tool hung up before the answer had ended, or you stopped it there. What was produced until then is charged; if nothing was, "
                + "nothing is.",
            "Yes. A request that is sent again is a new one, with a charge of its own.",
            "If you stopped the answer yourself, nothing is wrong.",
            "If you did not, give your tool more time: its own timeout, or that of a proxy on the way, was shorter than the answer took.",
            "Stream the answer, so that the connection is not silent while the model writes."
        ),
        new(
            "empty_answer",
            "none",
            "The model ended its answer without a word. You were not charged, although the provider read the prompt.",
            "Yes, though the same prompt may get the same answer.",
            "Ask for something in the prompt, and allow an answer of more than a few tokens (max_tokens): a model that thinks first may use "
                + "them up for its thoughts."
        ),
    ];
}
