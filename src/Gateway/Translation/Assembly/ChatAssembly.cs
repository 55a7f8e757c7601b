using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.Assembly;

/// <summary>A chat completion, or a legacy completion, from the chunks of its stream.</summary>
internal sealed class ChatAssembly : IAssembly
{
    private readonly SortedDictionary<int, JsonObject> choices = [];
    private readonly Dictionary<JsonObject, JsonEnd> ends = [];
    private JsonObject? head;
    private JsonNode? usage;

    public void Add(JsonObject data)
    {
        head ??= new JsonObject([.. data.Where(member => member.Key is not ("choices" or "usage")).Select(Clone)]);
        if (data["usage"] is JsonObject counted)
            usage = counted.DeepClone();
        foreach (var choice in (data["choices"] as JsonArray ?? []).OfType<JsonObject>())
            AddChoice(choice);
    }

    public JsonObject? Whole()
    {
        if (head is null || choices.Count == 0)
            return null;
        if (head["object"]?.GetValueKind() == JsonValueKind.String)
            head["object"] = head["object"]!.GetValue<string>().Replace(".chunk", "", StringComparison.Ordinal);
        foreach (var call in ends.Keys)
            Finish(call);
        foreach (var choice in choices.Values)
            Complete(choice);
        head["choices"] = new JsonArray([.. choices.Values]);
        if (usage is not null)
            head["usage"] = usage;
        return head;
    }

    /// <summary>A whole answer does not number its calls, and each has a type.</summary>
    private static void Finish(JsonObject call)
    {
        call.Remove("index");
        call.TryAdd("type", "function");
    }

    /// <summary>Members that a stream may leave out, and a whole answer may not.</summary>
    private static void Complete(JsonObject choice)
    {
        choice.TryAdd("logprobs", null);
        if (choice["message"] is JsonObject message)
            message.TryAdd("refusal", null);
    }

    private void AddChoice(JsonObject piece)
    {
        if (!choices.TryGetValue(piece.Index(), out var choice))
            choices[piece.Index()] = choice = new JsonObject { ["index"] = piece.Index() };
        var rest = piece.DeepClone().AsObject();
        rest.Remove("index");
        if (rest["delta"] is JsonObject delta)
        {
            rest.Remove("delta");
            if (choice["message"] is not JsonObject message)
                choice["message"] = message = new JsonObject { ["role"] = "assistant", ["content"] = null };
            AddCalls(message, delta["tool_calls"] as JsonArray);
            delta.Remove("tool_calls");
            message.Join(delta, "role");
        }

        if (choice["logprobs"] is JsonObject known && rest["logprobs"] is JsonObject more)
        {
            known.Join(more);
            rest.Remove("logprobs");
        }

        choice.Join(rest, "finish_reason");
    }

    private void AddCalls(JsonObject message, JsonArray? pieces)
    {
        foreach (var piece in (pieces ?? []).OfType<JsonObject>())
        {
            if (message["tool_calls"] is not JsonArray calls)
                message["tool_calls"] = calls = [];
            AddCall(calls, piece);
        }
    }

    private void AddCall(JsonArray calls, JsonObject json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        var piece = CallPiece.From(new JsonField(document.RootElement));
        var index = json.Index();
        var call = calls.OfType<JsonObject>().LastOrDefault(known => known.Index() == index);
        if (call is null || piece.BeginsAfter(TextOf(call["id"]), TextOf(call["function"]?["name"]), ends[call].IsReached))
        {
            calls.Add(
                call = new JsonObject
                {
                    ["index"] = index,
                    ["function"] = new JsonObject { ["arguments"] = "" },
                }
            );
            ends[call] = default;
        }

        var end = ends[call];
        end.Watch(piece.Arguments);
        ends[call] = end;
        var rest = json.DeepClone().AsObject();
        rest.Remove("index");
        rest.Remove("function");
        call.Join(rest, "id", "type");
        var function = call["function"]!.AsObject();
        if (piece.Name is { } name)
            function["name"] = name;
        function["arguments"] = TextOf(function["arguments"]) + piece.Arguments;
    }

    private static string TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    private static KeyValuePair<string, JsonNode?> Clone(KeyValuePair<string, JsonNode?> member) =>
        new(member.Key, member.Value?.DeepClone());
}
