namespace Platform.Dashboard.Display.Errors;

/// <summary>What the providers of a model do.</summary>
internal static class ProviderErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "context_length_exceeded",
            "400",
            "The conversation is longer than the model can read.",
            Retries.No,
            "Compact the conversation in your tool, or begin a new one.",
            "Send less: fewer files, shorter documents, fewer tools.",
            "Ask for a shorter answer (max_tokens): it counts too.",
            "Choose a model that reads more."
        )
        {
            Link = ErrorLink.Models,
        },
        new(
            "overloaded_error",
            "503",
            "The model's providers are overloaded. You were not charged. Clients of Anthropic's API get the status 529, as from Anthropic.",
            Retries.Later,
            "Wait, then try again, or choose another model."
        )
        {
            Link = ErrorLink.Status,
        },
        new(
            "upstream_unavailable",
            "503",
            "No provider of this model can take the request right now. You pay only for text that you got.",
            Retries.Later,
            "Try again after the time that the header Retry-After says, or choose another model.",
            "Name other models that may answer instead: \"models\": [\"one\", \"another\"]."
        )
        {
            Link = ErrorLink.Status,
        },
        new(
            "upstream_error",
            "502",
            "The provider answered with an error, or broke off in the middle. You pay only for text that you got.",
            Retries.Later,
            "Try again, or choose another model."
        )
        {
            Link = ErrorLink.Status,
        },
        new(
            "answer_too_large",
            "502",
            "The provider's answer is larger than this platform takes. None of it was delivered, and you were not charged.",
            Retries.No,
            "Ask for less: fewer tokens (max_tokens), fewer choices (n), no logprobs.",
            "Ask for a stream (\"stream\": true); where the message says so, for a whole answer (\"stream\": false)."
        ),
        new(
            "upstream_timeout",
            "504",
            "The provider did not answer in time.",
            Retries.Later,
            "Try again, ask for a shorter answer, or choose another model."
        )
        {
            Link = ErrorLink.Status,
        },
    ];
}
