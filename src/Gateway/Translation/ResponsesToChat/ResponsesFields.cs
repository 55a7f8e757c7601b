using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// What becomes of the fields of a Responses request towards a chat upstream that are not told in other words.
/// <list type="bullet">
/// <item>Refused: what asks for work that only the servers of the Responses protocol do. See <see cref="Refuse"/>.</item>
/// <item>Carried as they are: <see cref="Carried"/>.</item>
/// <item>Neither, for it asks for nothing here: <c>background: false</c>, <c>truncation: "disabled"</c>, empty <c>context_management</c>, <c>n: 1</c>.</item>
/// <item>Left out and named by the <see cref="FieldTracker"/>, for the model's answer is the same without: <c>store</c> and <c>metadata</c> (the gateway
/// stores and repeats them; OpenAI's chat takes metadata only for what it is to store itself), <c>include</c> but for logprobs (what it adds
/// belongs to items that a chat never has), <c>truncation: "auto"</c> (told apart only where the prompt is too long, which the upstream then says; Cline
/// sends it always), <c>max_tool_calls</c> (counts calls of hosted tools, and there are none), <c>client_metadata</c>,
/// <c>stream_options</c> (usage is always asked for), <c>reasoning.summary</c> (chat upstreams tell thoughts or do not, and cannot be asked),
/// and members unknown here.</item>
/// </list>
/// </summary>
internal static class ResponsesFields
{
    public static IReadOnlyList<string> Carried { get; } =
    [
        "temperature", "top_p", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "service_tier",
        // Words of chat, which some clients that mix the two shapes send all the same.
        "frequency_penalty", "presence_penalty", "logit_bias", "seed", "stop",
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
    public static void Refuse(RawNode body)
    {
        foreach (var (name, instead) in Refused)
            if (body.Member(name) is not null)
                throw new UntranslatableException(name, $"{name} cannot be told to this model's upstream, which speaks chat completions. {instead}");
        if (body.Flag("background"))
            throw new UntranslatableException("background",
                "background cannot be true: this model's upstream answers at once or not at all. Leave it out.");
        if (body.Member("n") is not null && body.Whole("n", 1) > 1)
            throw new UntranslatableException("n", "n must be 1: a response is one answer. Send several requests.");
        if (body.Array("modalities")?.Items().Any(each => !each.Is("text")) is true)
            throw new UntranslatableException("modalities", "modalities can only be [\"text\"]: a response is text here. Leave it out.");
        if (body.Array("context_management")?.Items().Any() is true)
            throw new UntranslatableException("context_management",
                "context_management cannot be told to this model's upstream. Let your tool compact the conversation itself.");
    }
}
