using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>
/// What becomes of the fields of a chat request that have no equal of another form in Responses.
/// <list type="bullet">
/// <item>Refused: fields that change the answer and that Responses cannot express. See <see cref="Refuse"/>.</item>
/// <item>Carried as they are: <see cref="Carried"/>.</item>
/// <item>Dropped, because they are defaults: <c>n: 1</c>, penalties of zero, empty <c>stop</c> and <c>logit_bias</c>, <c>modalities:
/// ["text"]</c>.</item>
/// <item>Left out and named by the <see cref="Tracking.FieldTracker"/>: all else, such as <c>reasoning_content</c> of earlier turns (a
/// Responses upstream takes reasoning back only as its own items), the name of a tool with its result, and unknown members.</item>
/// </list>
/// </summary>
internal static class ChatFields
{
    public static IReadOnlyList<string> Carried { get; } =
    [
        "temperature",
        "top_p",
        "top_logprobs",
        "parallel_tool_calls",
        "user",
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "prompt_cache_options",
        "service_tier",
        "metadata",
    ];

    private static readonly string[] Refused =
    [
        "stop",
        "top_k",
        "logit_bias",
        "audio",
        "prediction",
        "seed",
        "moderation",
        "functions",
        "function_call",
    ];

    /// <exception cref="UntranslatableException">One of them is there and is not empty.</exception>
    public static void Refuse(JsonField body)
    {
        foreach (var name in Refused)
            if (body[name] is { } given && !IsEmpty(given))
                throw Refusal(name);
        // Even an empty object asks for a search.
        if (body["web_search_options"] is not null)
            throw Refusal("web_search_options");
        foreach (var name in (string[])["frequency_penalty", "presence_penalty"])
            if (body[name] is { } penalty && !penalty.Raw().Trim("-0."u8).IsEmpty)
                throw Refusal(name);
        if (body.Count("n", 1) is > 1)
            throw new UntranslatableException(
                "n",
                "n must be 1 for this model: its upstream gives one answer to a request. Send several requests."
            );
        if (body.Array("modalities")?.Items().Any(each => !each.Is("text")) is true)
            throw Refusal("modalities");
    }

    private static bool IsEmpty(JsonField value) => value.Raw().Trim("[]{}\" \r\n\t"u8).IsEmpty;

    private static UntranslatableException Refusal(string name) =>
        new(
            name,
            $"{name} cannot be sent to this model's provider, which speaks Responses. "
                + (name is "functions" or "function_call" ? "Send tools and tool_choice." : "Leave it out, or use another model.")
        );
}
