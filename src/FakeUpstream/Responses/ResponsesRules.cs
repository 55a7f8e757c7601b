using System.Text.Json;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>Refuses what OpenAI's Responses refuse beyond the shape of the fields that are read.</summary>
internal static class ResponsesRules
{
    /// <exception cref="Refusal">OpenAI would refuse it.</exception>
    public static void Check(JsonElement body, string model, JsonElement input, JsonElement? tools)
    {
        CheckInclude(body, model);
        foreach (var (index, tool) in (tools?.EnumerateArray() ?? default).Index())
            CheckTool(tool, $"tools[{index}]");
        if (input.ValueKind != JsonValueKind.Array)
            return;
        foreach (var (index, item) in input.EnumerateArray().Index())
        {
            NameRules.CheckId(Member(item, "call_id"), $"input[{index}].call_id");
            if (Member(body, "store") is { ValueKind: JsonValueKind.False })
                CheckReasoning(item);
        }
    }

    /// <summary>OpenAI's models before o1 and GPT-5 do not reason.</summary>
    private static void CheckInclude(JsonElement body, string model)
    {
        if (
            model.StartsWith("gpt-4", StringComparison.Ordinal)
            && Member(body, "include") is { ValueKind: JsonValueKind.Array } include
            && include
                .EnumerateArray()
                .Any(each => each.ValueKind == JsonValueKind.String && each.ValueEquals("reasoning.encrypted_content"))
        )
            throw new Refusal(OpenAIError.Invalid("Encrypted content is not supported with this model.", "include"));
    }

    /// <summary>Without its encrypted content it is looked for by its id, and what is not stored has none.</summary>
    private static void CheckReasoning(JsonElement item)
    {
        if (
            Member(item, "type") is { ValueKind: JsonValueKind.String } type
            && type.ValueEquals("reasoning")
            && Member(item, "encrypted_content") is not { ValueKind: JsonValueKind.String }
        )
            throw new Refusal(
                OpenAIError.NotFound(
                    $"Item with id '{Member(item, "id")}' not found. Items are not persisted when `store` is set to false. Try again with "
                        + "`store` set to true, or remove this item from your input.",
                    "input"
                )
            );
    }

    private static void CheckTool(JsonElement tool, string path)
    {
        if (
            Member(tool, "type") is not { ValueKind: JsonValueKind.String } type
            || !(type.ValueEquals("function") || type.ValueEquals("custom"))
        )
            return;
        NameRules.CheckName(Member(tool, "name"), $"{path}.name");
        FunctionRules.Check(Member(tool, "parameters"), Member(tool, "name")?.ToString(), $"{path}.parameters");
    }

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryField(name, out var value) ? value : null;
}
