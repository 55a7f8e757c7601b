using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>How hard to think, in chat's one word.</summary>
internal static class ReasoningEffort
{
    /// <summary>A caller that switched thinking off is not shown the thoughts of a model that thinks all the same.</summary>
    public static bool HidesThoughts(JsonField body) => body["thinking"]?.Text("type") == "disabled";

    /// <summary>
    /// The effort that is named, else the one a budget of tokens amounts to. Null, which leaves it to the model, where thinking is off or
    /// left to it: chat's word for "not at all" is refused by most models, as are those above high.
    /// </summary>
    public static string? Of(JsonField body)
    {
        var thinking = body["thinking"];
        var type = thinking?.Need("type");
        switch (type?.Text())
        {
            case "disabled":
                return null;
            case "enabled" or "adaptive" or null:
                break;
            default:
                throw type!.Wrong("enabled, adaptive or disabled");
        }

        var effort = body["output_config"]?["effort"];
        return effort?.Text() switch
        {
            null => thinking?["budget_tokens"]?.Count() switch { null => null, < 4_096 => "low", < 16_384 => "medium", _ => "high" },
            "low" or "medium" or "high" => effort.Text(),
            "xhigh" or "max" => "high",
            _ => throw effort.Wrong("low, medium, high, xhigh or max"),
        };
    }
}
