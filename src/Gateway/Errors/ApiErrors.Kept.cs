namespace Platform.Gateway.Errors;

/// <summary>What is kept of earlier requests: responses, receipts, answers to repeats.</summary>
internal static partial class ApiErrors
{
    public static ApiError PreviousResponseNotFound(string id, TimeSpan lifetime) =>
        new(
            400,
            InvalidRequestType,
            "previous_response_not_found",
            $"There is no response '{id}' of this account to go on from. Responses are kept for {lifetime.TotalMinutes:0} minutes, "
                + "unless they were asked for with \"store\": false or are very large, and the oldest of an account make room for newer ones. "
                + "Send the whole conversation as input instead.",
            "previous_response_id"
        );

    public static ApiError ResponseNotFound(string id, TimeSpan lifetime) =>
        new(
            404,
            InvalidRequestType,
            "response_not_found",
            $"This account has no response '{(id.Length <= 100 ? id : id[..100])}'. Responses are kept for {lifetime.TotalMinutes:0} minutes, "
                + "unless they were asked for with \"store\": false or are very large."
        );

    public static ApiError ReceiptNotFound(string requestId) =>
        new(
            404,
            InvalidRequestType,
            "receipt_not_found",
            $"This account has no receipt for '{(requestId.Length <= 100 ? requestId : requestId[..100])}'. Take the id from the "
                + "response header x-request-id; a receipt appears within a second of the request's end."
        );

    public static ApiError RepeatInFlight(string requestId) =>
        new(
            409,
            InvalidRequestType,
            "idempotency_in_flight",
            $"A request with this Idempotency-Key is still running ({requestId}). Wait for it: sending it again then gives the same "
                + "answer, and costs nothing.",
            RetryAfter: RetryPause
        );

    public static ApiError RepeatDiffers(string requestId) =>
        new(
            422,
            InvalidRequestType,
            "idempotency_key_reused",
            $"This Idempotency-Key belongs to another request ({requestId}), whose body was not the same. Use a new key for every new "
                + "request.",
            "Idempotency-Key"
        );

    public static ApiError RepeatWithoutAnswer(string requestId) =>
        new(
            409,
            InvalidRequestType,
            "idempotency_answer_lost",
            "The request with this Idempotency-Key is over and was charged, but there is no whole answer of it to give again: it "
                + "broke off, was too large to keep, or made room for newer answers of the account. "
                + $"GET /v1/receipts/{requestId} tells what happened. To ask anew, and pay anew, use a new key.",
            "Idempotency-Key"
        );
}
