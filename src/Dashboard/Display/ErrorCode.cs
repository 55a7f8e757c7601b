namespace Platform.Dashboard.Display;

/// <summary>A code of the API's error table, explained for a person.</summary>
/// <param name="Retry">Whether sending the same request again can help.</param>
/// <param name="Remedies">What to do, the likeliest remedy first.</param>
public sealed record ErrorCode(string Code, string Status, string Meaning, string Retry, params string[] Remedies)
{
    /// <summary>The setting of a tool that is at fault; null when none is.</summary>
    public Setting? Setting { get; init; }

    private const string No = "No: it would be refused again.";
    private const string Later = "Yes, after the time in the Retry-After header.";

    /// <summary>
    /// The whole table, in the order in which a request can meet the errors. The API's messages link to each by its code.
    /// </summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(
            "unknown_url",
            "404",
            "The address is none of the API's. Usually the Base URL in your tool is wrong; the message says how.",
            No,
            "Use the Base URL that the guide for your tool shows, letter for letter. It ends in /v1; only Claude Code and other clients of "
                + "Anthropic's API take it without.",
            "If the address in the message has /v1 or /chat/completions twice, your tool adds that part by itself: leave it out."
        )
        {
            Setting = Platform.Dashboard.Display.Setting.BaseUrl,
        },
        new(
            "endpoint_not_offered",
            "404",
            "The address is right, and names something that this platform does not offer, such as images, audio, files or moderation.",
            No,
            "Switch off what needs it in your tool, or set another provider for it there."
        ),
        new(
            "invalid_api_key",
            "401",
            "The API key is missing, mistyped, switched off, expired, or not one of ours.",
            No,
            "Read the message: it says which of these it is, and shows the key's last four characters.",
            "Copy the key again, whole and without spaces or quotes. It begins with sk-.",
            "Create a new key under Keys if you no longer have it; a key is shown only once."
        )
        {
            Setting = Platform.Dashboard.Display.Setting.Key,
        },
        new(
            "invalid_request_error",
            "400",
            "The request itself has a fault. Key and Base URL are right.",
            No,
            "The message and its field param name what is wrong.",
            "If you wrote no request yourself, update your tool, or switch off the option it names."
        ),
        new(
            "unsupported_encoding",
            "415",
            "The body is compressed in a way that is not known here. zstd, br, gzip and deflate are.",
            No,
            "Send the body uncompressed, without a Content-Encoding header, or in one of these."
        ),
        new(
            "request_timeout",
            "408",
            "The request's body stalled on its way and did not arrive in time. Nothing was charged.",
            Later,
            "Check the connection, or a proxy between your tool and the API, then send it again."
        ),
        new(
            "request_too_large",
            "413",
            "The request is larger than the API takes, or counts as more tokens than you may use in a whole minute.",
            No,
            "Send less text, or smaller images.",
            "Ask for fewer tokens (max_tokens). The message names the limit; a key's own is on its page."
        ),
        new(
            "gateway_busy",
            "503",
            "So many requests, or such large ones, are under way that there was no room for this one. Nothing was charged.",
            Later,
            "Try again shortly.",
            "Send less text, or smaller images: small requests are taken for longer."
        ),
        new(
            "model_not_found",
            "404",
            "There is no model of this name here. Key and Base URL are right.",
            No,
            "Choose a name from the list of models and copy it letter for letter. The message suggests similar ones."
        )
        {
            Setting = Platform.Dashboard.Display.Setting.Model,
        },
        new(
            "model_not_allowed",
            "403",
            "The model exists, but this key may not call it.",
            No,
            "Choose one of the key's own models, or create a key under Keys that allows this one."
        )
        {
            Setting = Platform.Dashboard.Display.Setting.Model,
        },
        new(
            "endpoint_not_served",
            "400",
            "The model exists, but does not answer at this endpoint: an embedding model does not chat.",
            No,
            "Choose a model that does, or use this one where your tool asks for an embedding model."
        ),
        new(
            "previous_response_not_found",
            "400",
            "The response to go on from (previous_response_id) is not this account's, is too old, or was not kept.",
            No,
            "Send the whole conversation as input instead.",
            "Go on sooner, and do not ask for the response with \"store\": false."
        ),
        new(
            "response_not_found",
            "404",
            "There is no kept response of this id in your account: it is another's, is too old, was deleted or was not kept.",
            No,
            "Ask for it sooner, and do not send \"store\": false with the request that you want to look up."
        ),
        new(
            "websocket_unsupported",
            "426",
            "A tool wanted to talk over a WebSocket, and here, or through the proxy on the way, only plain HTTP works.",
            No,
            "Codex goes over to HTTP by itself: nothing needs doing.",
            "In another tool, switch its WebSocket transport off."
        ),
        new(
            "websocket_connection_limit_reached",
            "400",
            "A WebSocket connection was open for as long as one may be, an hour.",
            No,
            "Open a new connection, and send the whole conversation on it. Codex does so by itself."
        ),
        new(
            "invalid_stream_id",
            "400",
            "The stream_id of a response.create over a WebSocket is none.",
            No,
            "Use 1 to 256 letters, digits, underscores, hyphens and periods, or leave stream_id out."
        ),
        new(
            "websocket_stream_limit_reached",
            "400",
            "A WebSocket connection has used as many different stream_ids as it may, 32.",
            No,
            "Use one of them again, or open a new connection."
        ),
        new(
            "receipt_not_found",
            "404",
            "There is no receipt for this request id in your account.",
            No,
            "Take the id from the response header x-request-id.",
            "Only requests that were let through have a receipt; it appears within a second of their end."
        ),
        new(
            "idempotency_in_flight",
            "409",
            "A request with the same Idempotency-Key is still running.",
            Later,
            "Wait for it, then send it again: you get the same answer and pay once."
        ),
        new(
            "idempotency_key_reused",
            "422",
            "This Idempotency-Key belongs to a request with another body.",
            No,
            "Use a new key, such as a random UUID, for every new request. Only a repeat of the very same request has the same key."
        ),
        new(
            "idempotency_answer_lost",
            "409",
            "The request with this Idempotency-Key was charged, but its answer broke off, was too large to keep, or made room for newer ones.",
            No,
            "Look at its receipt. To ask anew, and pay anew, use a new key."
        ),
        new(
            "insufficient_quota",
            "403",
            "The account's credit does not cover what the request may cost, or ran out in the middle of an answer. Key, Base URL and "
                + "model are right. An operator may have set its status to 402.",
            No,
            "Buy a credit pack under Credit.",
            "Ask for a shorter answer (max_tokens)."
        ),
        new(
            "key_limit_exceeded",
            "403",
            "The key's own spend limit, in total or for the day, week or month, does not cover what the request may cost, or was reached "
                + "in the middle of an answer. The message names the period and the day on which it starts anew (UTC).",
            No,
            "Raise the key's limit under Keys; it is in force within two seconds.",
            "Use another key, or wait until the limit starts anew."
        ),
        new(
            "credit_in_flight",
            "429",
            "There is enough credit, but requests that are still running have set it aside.",
            Later,
            "Wait for them to end.",
            "Run fewer requests at once, or ask for shorter answers (max_tokens)."
        ),
        new(
            "too_many_empty_answers",
            "429",
            "The account had too many empty answers today. They are free for you, although the provider is paid for reading the prompts.",
            Later,
            "Wait until tomorrow (UTC).",
            "Look at what your tool asks for: prompts that ask for nothing, or answers that it cancels before they begin."
        ),
        new(
            "rate_limit_exceeded",
            "429",
            "The key or the account has sent too many requests or used too many tokens in a minute, in all or with this model, or has too "
                + "many running at once, or the model's providers take no more for a moment. The message says which.",
            Later,
            "Wait. The x-ratelimit headers of every response say where the nearest limit stands.",
            "If it is a limit of tokens, ask for fewer (max_tokens): what is asked for counts until the answer has ended.",
            "If it is the providers' limit, choose another model."
        ),
        new(
            "context_length_exceeded",
            "400",
            "The conversation is longer than the model can read.",
            No,
            "Compact the conversation in your tool, or begin a new one.",
            "Send less: fewer files, shorter documents, fewer tools.",
            "Ask for a shorter answer (max_tokens): it counts too.",
            "Choose a model that reads more."
        ),
        new(
            "overloaded_error",
            "503",
            "The model's providers are overloaded. You were not charged. Clients of Anthropic's API get the status 529, as from Anthropic.",
            Later,
            "Wait, then try again, or choose another model."
        ),
        new(
            "upstream_unavailable",
            "503",
            "No provider of this model can take the request right now. You pay only for text that you got.",
            Later,
            "Try again after the time that the header Retry-After says, or choose another model.",
            "Name other models that may answer instead: \"models\": [\"one\", \"another\"]."
        ),
        new(
            "upstream_error",
            "502",
            "The provider answered with an error, or broke off in the middle. You pay only for text that you got.",
            Later,
            "Try again, or choose another model."
        ),
        new(
            "upstream_timeout",
            "504",
            "The provider did not answer in time.",
            Later,
            "Try again, ask for a shorter answer, or choose another model."
        ),
        new(
            "service_unavailable",
            "503",
            "A part of this platform is away for a moment. You pay only for text that you got.",
            Later,
            "Try again shortly."
        ),
        new(
            "internal_error",
            "500",
            "A fault of this platform's own that nobody foresaw. Key, Base URL and model are not the cause.",
            Later,
            "Try again.",
            "If it happens again, tell us the request id, which is in the response header x-request-id."
        ),
    ];

    /// <summary>What only a receipt says, because nobody was there to be answered, or the answer itself was in order.</summary>
    public static IReadOnlyList<ErrorCode> OnReceipts { get; } =
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

    /// <summary>Null when there is no such code.</summary>
    public static ErrorCode? Find(string code) => All.Concat(OnReceipts).FirstOrDefault(error => error.Code == code);
}

/// <summary>A setting of a tool.</summary>
public enum Setting
{
    Key,
    BaseUrl,
    Model,
}
