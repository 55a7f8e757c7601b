namespace Platform.Dashboard.Display.Errors;

/// <summary>Requests with an <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "idempotency_in_flight",
            "409",
            "A request with the same Idempotency-Key is still running.",
            Retries.Later,
            "Wait for it, then send it again: you get the same answer and pay once."
        ),
        new(
            "idempotency_key_reused",
            "422",
            "This Idempotency-Key belongs to a request with another body.",
            Retries.No,
            "Use a new key, such as a random UUID, for every new request. Only a repeat of the very same request has the same key."
        ),
        new(
            "idempotency_answer_lost",
            "409",
            "The request with this Idempotency-Key was charged, but its answer broke off, was too large to keep, or made room for newer ones.",
            Retries.No,
            "Look at its receipt. To ask anew, and pay anew, use a new key."
        )
        {
            Link = ErrorLink.Usage,
        },
    ];
}
