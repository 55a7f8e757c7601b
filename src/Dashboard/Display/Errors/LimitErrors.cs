namespace Platform.Dashboard.Display.Errors;

/// <summary>What credit, spend limits and rates do not allow.</summary>
internal static class LimitErrors
{
    public static ErrorCode[] All { get; } =
    [
        new(
            "insufficient_quota",
            "403",
            "The account's credit does not cover what the request may cost, or ran out in the middle of an answer. Key, Base URL and "
                + "model are right. An operator may have set its status to 402.",
            Retries.No,
            "Buy a credit pack under Credit.",
            "Ask for a shorter answer (max_tokens)."
        )
        {
            Link = ErrorLink.Credit,
        },
        new(
            "key_limit_exceeded",
            "403",
            "The key's own spend limit, in total or for the day, week or month, does not cover what the request may cost, or was reached "
                + "in the middle of an answer. The message names the period and the day on which it starts anew (UTC).",
            Retries.No,
            "Raise the key's limit under Keys; it is in force within two seconds.",
            "Use another key, or wait until the limit starts anew."
        )
        {
            Link = ErrorLink.Keys,
        },
        new(
            "credit_in_flight",
            "429",
            "There is enough credit, but requests that are still running have set it aside.",
            Retries.Later,
            "Wait for them to end.",
            "Run fewer requests at once, or ask for shorter answers (max_tokens)."
        ),
        new(
            "too_many_empty_answers",
            "429",
            "The account had too many empty answers today. They are free for you, although the provider is paid for reading the prompts.",
            Retries.Later,
            "Wait until tomorrow (UTC).",
            "Look at what your tool asks for: prompts that ask for nothing, or answers that it cancels before they begin."
        ),
        new(
            "rate_limit_exceeded",
            "429",
            "The key or the account has sent too many requests or used too many tokens in a minute, in all or with this model, or has too "
                + "many requests running or WebSocket connections open at once, or the model's providers take no more for a moment. The "
                + "message says which.",
            Retries.Later,
            "Wait. The x-ratelimit headers of every response say where the nearest limit stands.",
            "If it is your key's own limit, change it on the key's page under Keys, which shows all limits in force.",
            "If it is a limit of tokens, ask for fewer (max_tokens): what is asked for counts until the answer has ended.",
            "If it is the providers' limit, choose another model."
        )
        {
            Link = ErrorLink.Keys,
        },
    ];
}
