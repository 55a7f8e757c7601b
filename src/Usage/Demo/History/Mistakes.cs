using Platform.Contracts;

namespace Platform.Usage.Demo.History;

/// <summary>Requests that were refused, in the words in which the gateway refuses them.</summary>
internal sealed class Mistakes(Dice dice)
{
    public IEnumerable<RefusalStep> Between(DateTimeOffset begin, DateTimeOffset end)
    {
        var first = begin.AddHours(1.2);
        // The first hour: every tool is set up once.
        yield return Refuse(
            first,
            DemoKeys.Codex,
            "/v1/responses",
            "gpt-6-lunar",
            404,
            "model_not_found",
            "The model 'gpt-6-lunar' does not exist here. Did you mean 'gpt-6-luna'? Check the model name in your tool; GET /v1/models "
                + "lists the names that work with your key."
        );
        yield return Refuse(
            first.AddMinutes(9),
            DemoKeys.Cursor,
            "/chat/completions",
            null,
            404,
            "unknown_url",
            "There is no POST /chat/completions here: the version is missing from the Base URL. Let the Base URL in your tool end in /v1; "
                + "your tool adds the rest.",
            verified: false
        );
        yield return Refuse(
            first.AddMinutes(14),
            DemoKeys.ClaudeCode,
            "/v1/messages",
            null,
            401,
            "invalid_api_key",
            "The API key in your tool has a wrong character in it (its checksum does not fit). Copy it again, or create a new one on the "
                + "Keys page.",
            verified: false
        );
        var switchedOff = end - DemoKeys.Workshop.SinceLastUse;
        for (var time = 0; time < 3; time++)
            yield return Refuse(
                switchedOff.AddHours(20 * time),
                DemoKeys.Workshop,
                "/v1/chat/completions",
                null,
                401,
                "invalid_api_key",
                "The API key of the tool is switched off. Enable it on the Keys page, or use another.",
                verified: false
            );
        yield return Refuse(
            begin.AddDays(5).AddHours(9),
            DemoKeys.Nightly,
            "/v1/chat/completions",
            "claude-opus-5-5",
            403,
            "model_not_allowed",
            "The model 'claude-opus-5-5' exists, but your API key 'Nightly evaluation' may not call it. Choose one of the models from GET "
                + "/v1/models, or create a key on the Keys page that allows this model."
        );
        foreach (var night in (int[])[3, 8, 12])
            yield return Refuse(
                begin.AddDays(night).AddHours(2),
                DemoKeys.Nightly,
                "/v1/chat/completions",
                HistoryModel.Mini.Id,
                429,
                "rate_limit_exceeded",
                "This API key may send 60 requests a minute and has sent more. Wait 12 s, then try again.",
                count: dice.Between(4, 23)
            );
    }

    public static RefusedRequest OutOfCredit(Dice dice, RequestDraft request, DateTimeOffset at) =>
        Refusal(
            dice,
            at,
            request.Key,
            request.Endpoint,
            request.Model.Id,
            403,
            "insufficient_quota",
            "This request may cost more than the account's credit. Buy a credit pack on the Credit page, or ask for fewer tokens "
                + "(max_tokens)."
        );

    private RefusalStep Refuse(
        DateTimeOffset at,
        DemoKey key,
        string endpoint,
        string? model,
        int status,
        string code,
        string message,
        bool verified = true,
        int count = 1
    ) =>
        new(
            Refusal(dice, at.AddMilliseconds(dice.Between(0, 240_000)), key, endpoint, model, status, code, message) with
            {
                Verified = verified,
                Count = count,
            }
        );

    private static RefusedRequest Refusal(
        Dice dice,
        DateTimeOffset at,
        DemoKey key,
        string endpoint,
        string? model,
        int status,
        string code,
        string message
    ) =>
        new(
            "req_" + RequestDraft.IdAt(at, dice.Next()).ToString("N"),
            DemoAccount.Id,
            key.Id,
            at,
            endpoint,
            model,
            key.Client,
            status,
            code,
            message,
            Verified: true
        );
}
