namespace Platform.Dashboard.Display.Errors;

/// <summary>What is not there: a response to go on from, a response, a receipt.</summary>
internal static class LookUpErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "previous_response_not_found",
            "400",
            "The response to go on from (previous_response_id) is not this account's, is too old, or was not kept.",
            Retries.No,
            "Send the whole conversation as input instead.",
            "Go on sooner, and do not ask for the response with \"store\": false."
        ),
        new(
            "response_not_found",
            "404",
            "There is no kept response of this id in your account: it is another's, is too old, was deleted or was not kept.",
            Retries.No,
            "Ask for it sooner, and do not send \"store\": false with the request that you want to look up."
        ),
        new(
            "receipt_not_found",
            "404",
            "There is no receipt for this request id in your account.",
            Retries.No,
            "Take the id from the response header x-request-id.",
            "Only requests that were let through have a receipt; it appears within a second of their end."
        )
        {
            Link = ErrorLink.Usage,
        },
    ];
}
