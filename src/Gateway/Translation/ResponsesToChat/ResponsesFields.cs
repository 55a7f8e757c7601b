using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// What becomes of the fields of a Responses request that have no equal of another form in chat.
/// <list type="bullet">
/// <item>Refused: fields that ask for work that only servers of the Responses protocol do. See <see cref="Refuse"/>.</item>
/// <item>Carried as they are: <see cref="Carried"/>.</item>
/// <item>Dropped, because they are defaults: <c>background: false</c>, <c>truncation: "disabled"</c>, empty <c>context_management</c>,
/// <c>n: 1</c>.</item>
/// <item>Left out and named by the <see cref="Tracking.FieldTracker"/>, because the model's answer is the same without: <c>store</c> and
/// <c>metadata</c> (the gateway stores and repeats them; OpenAI's chat takes metadata only together with store), <c>include</c> except for
/// logprobs (it adds members to items that a chat does not have), <c>truncation: "auto"</c> (it matters only for a prompt that is too long,
/// which the upstream then refuses; Cline always sends it), <c>max_tool_calls</c> (it counts calls of hosted tools, and there are none),
/// <c>client_metadata</c>, <c>stream_options</c> (usage is always requested), <c>reasoning.summary</c> (chat has no field that asks for
/// reasoning), and unknown members.</item>
/// </list>
/// </summary>
internal static class ResponsesFields
{
    public static IReadOnlyList<string> Carried { get; } =
    [
        "temperature",
        "top_p",
        "user",
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "prompt_cache_options",
        "service_tier",
        // Fields of chat, which clients that mix the two shapes send.
        "frequency_penalty",
        "presence_penalty",
        "logit_bias",
        "seed",
        "stop",
    ];

    private static readonly (string Name, string Instead)[] Refused =
    [
        ("previous_response_id", "Send the whole conversation in input."),
        ("conversation", "Send the whole conversation in input."),
        ("prompt", "Send the text of the template in instructions and input."),
        ("moderation", "Ask for moderation in a request of its own."),
        ("response_format", "Send text.format."),
        ("audio", "Ask for text."),
        ("web_search_options", "Give the model a tool that searches."),
        ("functions", "Send tools."),
        ("function_call", "Send tool_choice."),
    ];

    /// <exception cref="UntranslatableException">One of them is there.</exception>
    public static void Refuse(JsonField body)
    {
        foreach (var (name, instead) in Refused)
            if (body[name] is not null)
                throw new UntranslatableException(
                    name,
                    $"{name} cannot be sent to this model's provider, which speaks chat completions. {instead}"
                );
        if (body.Flag("background"))
            throw new UntranslatableException(
                "background",
                "background cannot be true: this model's upstream answers at once or not at all. Leave it out."
            );
        if (body["n"] is not null && body.Count("n", 1) > 1)
            throw new UntranslatableException("n", "n must be 1: a response is one answer. Send several requests.");
        if (body.Array("modalities")?.Items().Any(each => !each.Is("text")) is true)
            throw new UntranslatableException("modalities", "modalities can only be [\"text\"]: a response is text here. Leave it out.");
        if (body.Array("context_management")?.Items().Any() is true)
            throw new UntranslatableException(
                "context_management",
                "context_management cannot be sent to this model's provider. Let your tool compact the conversation itself."
            );
    }
}
