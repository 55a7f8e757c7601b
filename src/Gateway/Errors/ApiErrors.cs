using System.Globalization;
using Platform.Contracts;

namespace Platform.Gateway.Errors;

/// <summary>The table of errors: every code, status and message under /v1 is defined here, once.</summary>
internal static partial class ApiErrors
{
    /// <summary>The type of errors that only more credit, or a higher limit, resolves.</summary>
    public const string QuotaType = "insufficient_quota";

    /// <summary>The code on which agents compact their conversation.</summary>
    public const string TooLongCode = "context_length_exceeded";

    /// <summary>The code of a model that is overloaded, whose status in Anthropic's dialect is 529.</summary>
    public const string OverloadedCode = "overloaded_error";

    /// <summary>The code of what a setting may answer with another status.</summary>
    public const string OutOfCreditCode = "insufficient_quota";

    /// <summary>The code on which Codex goes over to plain HTTP.</summary>
    public const string WebSocketCode = "websocket_unsupported";

    /// <summary>How a request's body may be compressed.</summary>
    public const string Encodings = "zstd, br, gzip, deflate";

    private const string InvalidRequestType = "invalid_request_error";
    private const string PermissionType = "permission_error";
    private const string ServerType = "server_error";

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1),
        BusyPause = TimeSpan.FromSeconds(5);

    public static ApiError InvalidApiKey(string message) => new(401, InvalidRequestType, "invalid_api_key", message);

    public static ApiError InvalidRequest(string message, string? param = null) =>
        new(400, InvalidRequestType, "invalid_request_error", message, param);

    /// <param name="param">The member that asks for it, by its path.</param>
    public static ApiError Unpriced(string param, string value, string model) =>
        InvalidRequest(
            $"{param} is '{value}', which has no price for the model '{model}', so it cannot be charged and is not sent. Leave {param} out, "
                + "or choose another model.",
            param
        );

    public static ApiError UnpricedTool(string type, string model) =>
        InvalidRequest(
            $"tool_choice demands the tool {type}, which the provider runs and which has no price for the model '{model}'. Use tool_choice "
                + "\"auto\", or choose another model.",
            "tool_choice"
        );

    public static ApiError TooLarge(long limitBytes) =>
        new(
            413,
            InvalidRequestType,
            "request_too_large",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The request body is larger than {limitBytes / (1024 * 1024)} MiB. Send less text, or smaller images."
            )
        );

    /// <param name="encoding">As the client sent it.</param>
    public static ApiError UnsupportedEncoding(string encoding) =>
        new(
            415,
            InvalidRequestType,
            "unsupported_encoding",
            $"The body is encoded as '{(encoding.Length <= 100 ? encoding : encoding[..100])}'. Send it uncompressed, without a "
                + $"Content-Encoding header, or in one of {Encodings}."
        );

    public static ApiError RequestTimeout() =>
        new(
            408,
            InvalidRequestType,
            "request_timeout",
            "The request body did not arrive in time: it stalled before its end. Your key and Base URL are right, and nothing was charged. "
                + "Check the connection, or a proxy on the way, then send it again.",
            RetryAfter: RetryPause
        );

    public static ApiError UnknownUrl(string message) => new(404, InvalidRequestType, "unknown_url", message);

    /// <param name="path">As the API that has it names it.</param>
    /// <param name="what">What it is for.</param>
    public static ApiError EndpointNotOffered(string path, string what) =>
        new(
            404,
            InvalidRequestType,
            "endpoint_not_offered",
            $"{path} ({what}) is not offered here; chat completions, responses, messages, embeddings and completions are. Your Base URL is "
                + $"right: switch off what needs {what} in your tool, or set another provider for it there."
        );

    public static ApiError WebSocketUnsupported(string baseUrl) =>
        new(
            426,
            InvalidRequestType,
            WebSocketCode,
            "No WebSocket can be had here: it is switched off, or a proxy on the way does not pass it. Send POST "
                + $"{baseUrl}/responses instead. Codex does so by itself after this answer; in another tool, switch its WebSocket transport off."
        );

    /// <summary>The key, or this gateway, has as many connections as it may have.</summary>
    public static ApiError TooManyWebSockets(int limit, string whose) =>
        new(
            429,
            "rate_limit_error",
            "rate_limit_exceeded",
            $"{whose} has {limit} WebSocket connections open, which is the limit. Close one, or send requests over plain HTTP, which has no "
                + "such limit.",
            RetryAfter: BusyPause
        );

    public static ApiError TooManyWaitingCreates(int limit) =>
        new(
            429,
            "rate_limit_error",
            "rate_limit_exceeded",
            $"{limit} response.create events wait on this connection, which is the limit. Wait until a response has ended, then send this "
                + "one again.",
            RetryAfter: RetryPause
        );

    public static ApiError InvalidStreamId() =>
        new(
            400,
            InvalidRequestType,
            "invalid_stream_id",
            "stream_id must be a text of 1 to 256 letters, digits, underscores, hyphens and periods. Leave it out for the connection's own "
                + "stream.",
            "stream_id"
        );

    public static ApiError WebSocketStreamLimit(int limit) =>
        new(
            400,
            InvalidRequestType,
            "websocket_stream_limit_reached",
            $"This connection has had {limit} different stream_ids, which is the limit. Use one of them again, or open a new connection.",
            "stream_id"
        );

    public static ApiError WebSocketLifetime(TimeSpan lifetime) =>
        new(
            400,
            InvalidRequestType,
            "websocket_connection_limit_reached",
            $"A WebSocket connection lasts {lifetime.TotalMinutes:0.#} minutes, and this one is as old. Open a new one, and send the whole "
                + "conversation on it: what the old one kept is gone."
        );

    /// <summary>The gateway stops; another one answers, or this one soon again.</summary>
    public static ApiError Stopping() =>
        new(
            503,
            ServerType,
            "service_unavailable",
            "This gateway is about to restart, so the request was not sent and nothing was charged. Connect again, and send it once more.",
            RetryAfter: RetryPause
        );

    /// <param name="model">As the client sent it; not repeated where it is a key.</param>
    public static ApiError ModelNotFound(string model, IReadOnlyList<string> near) =>
        new(
            404,
            InvalidRequestType,
            "model_not_found",
            KeyHeuristics.IsKey(model)
                    ? "The model field holds an API key. Put the key into your tool's API key field, and the name of a model, such as "
                        + "'gpt-6-luna', here; GET /v1/models lists the names that work with your key."
                : KeyHeuristics.IsAddress(model)
                    ? "The model field holds an address. Put the address into your tool's Base URL field, and the name of a model, "
                        + "such as 'gpt-6-luna', here; GET /v1/models lists the names that work with your key."
                : $"The model '{model}' does not exist here. "
                    + (near.Count > 0 ? $"Did you mean {string.Join(" or ", near.Select(id => $"'{id}'"))}? " : "")
                    + "Check the model name in your tool; GET /v1/models lists the names that work with your key.",
            "model"
        );

    public static ApiError ModelNotAllowed(string model, string keyName) =>
        new(
            403,
            PermissionType,
            "model_not_allowed",
            $"The model '{model}' exists, but your API key '{keyName}' may not call it. Choose one of the models from GET /v1/models, "
                + "or create a key on the Keys page that allows this model.",
            "model"
        );

    public static ApiError EndpointNotServed(string model, string path, IReadOnlyList<string> paths) =>
        new(
            400,
            InvalidRequestType,
            "endpoint_not_served",
            $"The model '{model}' cannot be asked at {path}; it answers at {string.Join(", ", paths)}. Choose another model, or what your tool calls it for.",
            "model"
        );

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

    public static ApiError OutOfCredit(Money credit, Money needed) =>
        new(
            403,
            QuotaType,
            OutOfCreditCode,
            credit <= Money.Zero
                ? "The account has no credit left. Your API key, Base URL and model are right: buy a credit pack on the Credit page, "
                    + "then try again."
                : $"This request may cost up to {needed}, and the account's credit is {credit}. Buy a credit pack on the Credit page, "
                    + "or ask for fewer tokens (max_tokens)."
        );

    public static ApiError KeyLimitExceeded(Money limit, Money spent) =>
        new(
            403,
            QuotaType,
            "key_limit_exceeded",
            $"This API key has a spend limit of {limit} and has spent {spent}; this request could exceed it. Use another key, or "
                + "raise its limit on the Keys page."
        );

    /// <param name="spent">In the period that is now.</param>
    /// <param name="anew">The day on which the next one begins, UTC.</param>
    public static ApiError PeriodLimitExceeded(PeriodLimit limit, Money spent, DateOnly anew) =>
        new(
            403,
            QuotaType,
            "key_limit_exceeded",
            $"This API key has a spend limit of {limit.Amount} a {Name(limit.Period)} and has spent {spent} {Now(limit.Period)}; this "
                + $"request could exceed it. The limit starts anew on {anew:yyyy-MM-dd} at 00:00 UTC. Use another key until then, or raise "
                + "its limit on the Keys page."
        );

    public static ApiError CreditInFlight(Money held) =>
        new(
            429,
            "rate_limit_error",
            "credit_in_flight",
            $"The credit would do, but {held} of it is set aside for requests that are still running. Wait for them to end, or ask for "
                + "fewer tokens (max_tokens).",
            RetryAfter: RetryPause
        );

    /// <param name="message">How many came from the caller's network address, and what to do.</param>
    public static ApiError TooManyWrongKeys(string message, TimeSpan retryAfter) =>
        new(429, "rate_limit_error", "rate_limit_exceeded", message, RetryAfter: retryAfter);

    public static ApiError TooManyEmptyAnswers(int perDay, TimeSpan retryAfter) =>
        new(
            429,
            "rate_limit_error",
            "too_many_empty_answers",
            $"The account had {perDay} empty answers today. They are free, although the provider read the prompts, and a day has no more "
                + "of them. Wait until tomorrow (UTC), and look at what your tool asks for: prompts that ask for nothing, or answers that "
                + "it cancels before they begin.",
            RetryAfter: retryAfter
        );

    public static ApiError StoreUnavailable(string what) =>
        new(
            503,
            ServerType,
            "service_unavailable",
            $"{what} cannot be reached right now, so the request was not sent and nothing was charged. Your key, Base URL and model "
                + "are not the cause: try again shortly.",
            RetryAfter: TimeSpan.FromSeconds(2)
        );

    public static ApiError GatewayBusy() =>
        new(
            503,
            ServerType,
            "gateway_busy",
            "So many large requests and answers are under way here that there was no memory for this one, and nothing was charged. Your "
                + "key, Base URL and model are not the cause: try again shortly.",
            RetryAfter: TimeSpan.FromSeconds(2)
        );

    /// <summary>Load is shed before anything is done for a request.</summary>
    public static ApiError GatewayFull() =>
        new(
            503,
            ServerType,
            "gateway_busy",
            "As many requests are under way here as this gateway has room for, so this one was not begun, and nothing was charged. Your key, "
                + "Base URL and model are not the cause: try again shortly.",
            RetryAfter: TimeSpan.FromSeconds(2)
        );

    /// <summary>The gateway stops, and an answer took longer than it could wait.</summary>
    public static ApiError CutShort() =>
        new(
            503,
            ServerType,
            "service_unavailable",
            "This gateway restarts, and the answer was not done in time. What came of it is charged, and nothing else: send the request again.",
            RetryAfter: RetryPause
        );

    /// <summary>A fault of the gateway's own that no step foresaw.</summary>
    public static ApiError Internal() =>
        new(
            500,
            ServerType,
            "internal_error",
            "Something failed on our side. Your key, Base URL and model are not the cause, and you pay only for text that you got. Try "
                + "again; if it happens again, tell us the request id, which is in the response header x-request-id.",
            RetryAfter: RetryPause
        );

    /// <summary>In a stream that has begun.</summary>
    public static ApiError CreditExhaustedMidStream() =>
        new(
            403,
            QuotaType,
            OutOfCreditCode,
            "The account's credit ran out in the middle of this answer, or what is left of it is set aside for other requests. You "
                + "were charged for what was delivered. Buy a credit pack on the Credit page, then ask again."
        );

    /// <summary>In a stream that has begun.</summary>
    public static ApiError KeyLimitReachedMidStream(Money limit) =>
        new(
            403,
            QuotaType,
            "key_limit_exceeded",
            $"This API key reached its spend limit of {limit} in the middle of this answer. You were charged for what was delivered. "
                + "Use another key, or raise its limit on the Keys page."
        );

    /// <summary>In a stream that has begun.</summary>
    public static ApiError PeriodLimitReachedMidStream(PeriodLimit limit) =>
        new(
            403,
            QuotaType,
            "key_limit_exceeded",
            $"This API key reached its spend limit of {limit.Amount} a {Name(limit.Period)} in the middle of this answer. You were charged "
                + "for what was delivered. Use another key, or raise its limit on the Keys page."
        );

    /// <summary>In a stream that has begun.</summary>
    public static ApiError StoreUnavailableMidStream() =>
        new(
            503,
            ServerType,
            "service_unavailable",
            "The credit service cannot be reached right now, and the credit set aside for this answer is used up. You were charged for "
                + "what was delivered. Your key, Base URL and model are not the cause: try again shortly.",
            RetryAfter: TimeSpan.FromSeconds(2)
        );

    private static string Name(SpendPeriod period) =>
        period switch
        {
            SpendPeriod.Day => "day",
            SpendPeriod.Week => "week",
            _ => "month",
        };

    private static string Now(SpendPeriod period) => period == SpendPeriod.Day ? "today" : "this " + Name(period);

    private static string Seconds(TimeSpan time) =>
        Math.Max(1, Math.Ceiling(time.TotalSeconds)) is var seconds && seconds == 1 ? "1 second" : $"{seconds} seconds";
}
