using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <summary>Refuses what OpenAI's chat completions refuse beyond the shape of the fields that are read.</summary>
internal static partial class ChatRules
{
    private const int MaxStops = 4;

    /// <summary>Members that other vendors have added to the protocol.</summary>
    private static readonly string[] Foreign = ["usage", "reasoning", "thinking", "include_reasoning", "top_k", "cache_control"];

    /// <exception cref="Refusal">OpenAI would refuse it.</exception>
    public static void Check(JsonElement body, string model, JsonElement messages, JsonElement? tools)
    {
        if (OpenAIName().IsMatch(model) && Foreign.FirstOrDefault(name => body.TryField(name, out _)) is { } foreign)
            throw new Refusal(OpenAIError.Invalid($"Unknown parameter: '{foreign}'.", foreign, "unknown_parameter"));
        CheckStops(body);
        if (
            OpenAIName().IsMatch(model)
            && Member(body, "metadata") is { ValueKind: JsonValueKind.Object }
            && Member(body, "store") is not { ValueKind: JsonValueKind.True }
        )
            throw new Refusal(OpenAIError.Invalid("The 'metadata' parameter is only allowed when 'store' is enabled.", "metadata"));
        foreach (var (index, tool) in (tools?.EnumerateArray() ?? default).Index())
            CheckTool(tool, $"tools[{index}]");
        CheckCalls(messages);
    }

    private static void CheckStops(JsonElement body)
    {
        if (body.TryField("stop", out var stop) && stop.ValueKind == JsonValueKind.Array && stop.GetArrayLength() > MaxStops)
            throw new Refusal(
                OpenAIError.Invalid(
                    $"Invalid 'stop': array too long. Expected an array with maximum length {MaxStops}, but got an array with length "
                        + $"{stop.GetArrayLength()} instead.",
                    "stop",
                    "array_above_max_length"
                )
            );
    }

    private static void CheckTool(JsonElement tool, string path)
    {
        if (Member(tool, "function") is not { } function)
            return;
        var name = Member(function, "name");
        NameRules.CheckName(name, $"{path}.function.name");
        FunctionRules.Check(Member(function, "parameters"), name?.ToString(), $"{path}.function.parameters");
    }

    /// <summary>Each result of a tool answers a call of the message of the assistant before it, and each call has one.</summary>
    private static void CheckCalls(JsonElement messages)
    {
        HashSet<string> called = [];
        List<string> open = [];
        foreach (var (index, message) in messages.EnumerateArray().Index())
        {
            if (ChatMessages.IsFrom(message, "tool"))
            {
                var id = Member(message, "tool_call_id")?.ToString() ?? "";
                NameRules.CheckId(Member(message, "tool_call_id"), $"messages[{index}].tool_call_id");
                if (!called.Contains(id))
                    throw new Refusal(
                        OpenAIError.Invalid(
                            "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
                            $"messages.[{index}].role"
                        )
                    );
                open.Remove(id);
                continue;
            }

            RequireAnswered(open, index);
            (called, open) = ([], []);
            if (ChatMessages.IsFrom(message, "assistant") && Member(message, "tool_calls") is { ValueKind: JsonValueKind.Array } calls)
                foreach (var (at, call) in calls.EnumerateArray().Index())
                    open.Add(CheckCall(call, $"messages[{index}].tool_calls[{at}]"));
            called.UnionWith(open);
        }

        RequireAnswered(open, messages.GetArrayLength());
    }

    private static string CheckCall(JsonElement call, string path)
    {
        NameRules.CheckId(Member(call, "id"), $"{path}.id");
        if (Member(call, "function") is { } function)
            NameRules.CheckName(Member(function, "name"), $"{path}.function.name");
        return Member(call, "id")?.ToString() ?? throw RequestFields.Missing($"{path}.id");
    }

    private static void RequireAnswered(List<string> open, int index)
    {
        if (open.Count > 0)
            throw new Refusal(
                OpenAIError.Invalid(
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
                        + $"The following tool_call_ids did not have response messages: {string.Join(", ", open)}",
                    $"messages.[{index}].role"
                )
            );
    }

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryField(name, out var value) ? value : null;

    [GeneratedRegex("^(gpt-(?!oss)|o[1-9])")]
    private static partial Regex OpenAIName();
}
