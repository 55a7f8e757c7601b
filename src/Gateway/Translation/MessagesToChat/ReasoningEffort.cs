using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>The effort of reasoning, which is one word in chat.</summary>
internal static class ReasoningEffort
{
    /// <summary>A caller that switched thinking off does not get the reasoning of a model that reasons all the same.</summary>
    public static bool HidesReasoning(JsonField body) => body["thinking"]?.Text("type") == "disabled";

    /// <summary>
    /// The effort that is named, else the one that a budget of tokens amounts to. Null, which leaves it to the model, where thinking is off
    /// or adaptive: most models refuse "none", and efforts above "high".
    /// </summary>
    public static string? From(JsonField body)
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
            null => ChatReasoning.EffortOf(thinking?.Count("budget_tokens")),
            "low" or "medium" or "high" => effort.Text(),
            "xhigh" or "max" => "high",
            _ => throw effort.Wrong("low, medium, high, xhigh or max"),
        };
    }
}
