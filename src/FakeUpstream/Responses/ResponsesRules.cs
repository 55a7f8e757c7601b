using System.Text.Json;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>Refuses what OpenAI's Responses refuse beyond the shape of the fields that are read.</summary>
internal static class ResponsesRules
{
    /// <exception cref="Refusal">OpenAI would refuse it.</exception>
    public static void Check(JsonElement input, JsonElement? tools)
    {
        foreach (var (index, tool) in (tools?.EnumerateArray() ?? default).Index())
            CheckTool(tool, $"tools[{index}]");
        if (input.ValueKind != JsonValueKind.Array)
            return;
        foreach (var (index, item) in input.EnumerateArray().Index())
            NameRules.CheckId(Member(item, "call_id"), $"input[{index}].call_id");
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
