using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Messages;

/// <summary>Refuses what Anthropic's Messages refuse beyond the shape of the fields that are read, in Anthropic's words.</summary>
internal static partial class MessagesRules
{
    private const int MaxNameLength = 128;
    private const int MaxMarks = 4;
    private const int LeastBudget = 1_024;

    private static readonly string[] Combining = ["oneOf", "allOf", "anyOf"];

    /// <exception cref="Refusal">Anthropic would refuse it.</exception>
    public static void Check(JsonElement body, string model, JsonElement messages)
    {
        CheckSampling(body, model);
        CheckThinking(body);
        CheckTools(body);
        ContentRules.Check(body, messages);
        if (Member(body, "output_config", "format", "schema") is { } schema)
            SchemaRules.Check(schema);
        if (Marks(body) is > MaxMarks and var marks)
            throw Invalid($"A maximum of {MaxMarks} blocks with cache_control may be provided. Found {marks}.");
    }

    public static Refusal Invalid(string message) => new(OpenAIError.Invalid(message));

    public static JsonElement? Member(JsonElement parent, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (parent.ValueKind != JsonValueKind.Object || !parent.TryField(name, out parent))
                return null;
        }

        return parent;
    }

    private static void CheckSampling(JsonElement body, string model)
    {
        if (Member(body, "stop_sequences") is { ValueKind: JsonValueKind.Array } stops)
            foreach (var stop in stops.EnumerateArray())
                if (stop.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(stop.Text()))
                    throw Invalid("stop_sequences: each stop sequence must contain non-whitespace");
        var temperature = Member(body, "temperature");
        if (temperature is { ValueKind: JsonValueKind.Number } given && given.GetDouble() > 1)
            throw Invalid("temperature: Input should be less than or equal to 1");
        if (model.StartsWith("claude-", StringComparison.Ordinal) && temperature is not null && Member(body, "top_p") is not null)
            throw Invalid("`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
    }

    private static void CheckThinking(JsonElement body)
    {
        if (Member(body, "thinking", "type") is not { } type || type.ToString() is not ("enabled" or "adaptive"))
            return;
        if (type.ToString() == "enabled" && Member(body, "thinking", "budget_tokens") is { } budget)
        {
            if (budget.GetInt64() < LeastBudget)
                throw Invalid($"thinking.enabled.budget_tokens: Input should be greater than or equal to {LeastBudget}");
            if (Member(body, "max_tokens") is { } most && most.GetInt64() <= budget.GetInt64())
                throw Invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
        }

        if (Member(body, "temperature") is { ValueKind: JsonValueKind.Number } temperature && temperature.GetDouble() is < 1 or > 1)
            throw Invalid("`temperature` may only be set to 1 when thinking is enabled.");
        if (type.ToString() == "enabled" && Member(body, "tool_choice", "type")?.ToString() is "any" or "tool")
            throw Invalid("Thinking may not be enabled when tool_choice forces tool use.");
    }

    private static void CheckTools(JsonElement body)
    {
        if (Member(body, "tools") is not { ValueKind: JsonValueKind.Array } tools)
            return;
        HashSet<string> names = [];
        foreach (var (index, tool) in tools.EnumerateArray().Index())
        {
            if (Member(tool, "name")?.ToString() is not { } name)
                continue;
            if (name.Length > MaxNameLength)
                throw Invalid($"tools.{index}.custom.name: String should have at most {MaxNameLength} characters");
            if (!Name().IsMatch(name))
                throw Invalid($"tools.{index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'");
            if (!names.Add(name))
                throw Invalid("tools: Tool names must be unique.");
            if (Member(tool, "input_schema") is { ValueKind: JsonValueKind.Object } schema)
                CheckSchema(schema, index);
        }
    }

    private static void CheckSchema(JsonElement schema, int index)
    {
        if (Combining.Any(keyword => schema.TryField(keyword, out _)))
            throw Invalid($"tools.{index}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level");
    }

    private static int Marks(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Sum(Marks),
            JsonValueKind.Object => value
                .EnumerateObject()
                .Sum(member =>
                    member.NameEquals("cache_control") ? (member.Value.ValueKind == JsonValueKind.Object ? 1 : 0)
                    : member.Name is "system" or "messages" or "content" or "tools" ? Marks(member.Value)
                    : 0
                ),
            _ => 0,
        };

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,128}$")]
    private static partial Regex Name();
}
