using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// What a chat request asks of the model's reasoning, in one of the dialects in use: OpenAI's <c>reasoning_effort</c>, the
/// <c>reasoning</c> of OpenRouter and others (<c>effort</c>, <c>max_tokens</c>, <c>enabled</c>, <c>exclude</c>), and Anthropic's
/// <c>thinking</c>. Where several say something, the first of these counts.
/// </summary>
/// <param name="Word">The effort that is named; <c>none</c> where reasoning is switched off; null where none is named.</param>
/// <param name="Budget">The most tokens for it, in place of an effort.</param>
/// <param name="IsOn">It is asked for, be it without an effort and a budget.</param>
/// <param name="IsHidden">The caller does not want to see it.</param>
/// <param name="Origin">The member that decided.</param>
internal sealed record ChatReasoning(string? Word, long? Budget, bool IsOn, bool IsHidden, JsonField? Origin)
{
    /// <summary>The effort that is named, else the one that the budget amounts to.</summary>
    public string? Effort => Word ?? EffortOf(Budget);

    public static ChatReasoning Read(JsonField body)
    {
        var (effort, reasoning, thinking) = (body["reasoning_effort"], body.Object("reasoning"), body.Object("thinking"));
        var isHidden = reasoning?.Flag("exclude") is true || (body["include_reasoning"] is not null && !body.Flag("include_reasoning"));
        if (effort is not null)
            return new ChatReasoning(effort.Text(), null, effort.Text() != "none", isHidden, effort);
        var asked =
            reasoning is not null ? FromReasoning(reasoning)
            : thinking is not null ? FromThinking(thinking)
            : new ChatReasoning(null, null, IsOn: false, IsHidden: false, null);
        return asked with { IsHidden = isHidden };
    }

    /// <summary>As OpenAI's chat says it.</summary>
    public static string? EffortOf(long? budget) =>
        budget switch
        {
            null => null,
            < 4_096 => "low",
            < 16_384 => "medium",
            _ => "high",
        };

    public static ChatReasoning FromReasoning(JsonField reasoning)
    {
        var effort = reasoning["effort"];
        var isOff = effort?.Text() == "none" || (reasoning["enabled"] is not null && !reasoning.Flag("enabled"));
        return isOff
            ? new ChatReasoning("none", null, IsOn: false, IsHidden: false, reasoning)
            : new ChatReasoning(
                effort?.Text(),
                reasoning.Count("max_tokens"),
                effort is not null || reasoning["max_tokens"] is not null || reasoning.Flag("enabled"),
                IsHidden: false,
                effort ?? reasoning["max_tokens"] ?? reasoning
            );
    }

    public static ChatReasoning FromThinking(JsonField thinking)
    {
        var type = thinking.Need("type");
        return type.Text() switch
        {
            "disabled" => new ChatReasoning("none", null, IsOn: false, IsHidden: false, thinking),
            "enabled" or "adaptive" or "auto" => new ChatReasoning(
                null,
                thinking.Count("budget_tokens"),
                IsOn: true,
                IsHidden: false,
                thinking
            ),
            _ => throw type.Wrong("enabled, adaptive or disabled"),
        };
    }
}
