using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Replay;

/// <summary>The events of one item of a response's output.</summary>
/// <param name="index">Its place in the output.</param>
internal sealed class ItemReplay(ResponseReplay response, JsonField item, int index)
{
    private static readonly Dictionary<string, string[]> Stages = new(StringComparer.Ordinal)
    {
        ["web_search_call"] = ["in_progress", "searching"],
        ["file_search_call"] = ["in_progress", "searching"],
        ["code_interpreter_call"] = ["in_progress", "interpreting"],
        ["image_generation_call"] = ["in_progress", "generating"],
        ["mcp_list_tools"] = ["in_progress"],
        ["mcp_call"] = ["in_progress"],
    };

    public void Read()
    {
        var type = item.NeedText("type");
        response.Add("response.output_item.added", json => WriteItem(json, () => WriteBegun(json)));
        foreach (var stage in Stages.GetValueOrDefault(type, []))
            Add($"response.{type}.{stage}", static _ => { });
        ReadContent(type);
        if (Stages.ContainsKey(type) && item.Text("status") is null or "completed")
            Add($"response.{type}.completed", static _ => { });
        response.Add("response.output_item.done", json => WriteItem(json, () => item.CopyTo(json)));
    }

    private void ReadContent(string type)
    {
        switch (type)
        {
            case "message":
                foreach (var (at, part) in item.Need("content").Items().Index())
                    Say(part, at);
                break;
            case "reasoning":
                foreach (var (at, part) in item.Items("summary").Index())
                    Summarize(part, at);
                foreach (var (at, part) in item.Items("content").Index())
                    AddText("response.reasoning_text", "text", part.NeedText("text"), ("content_index", at));
                break;
            case "function_call":
                AddText("response.function_call_arguments", "arguments", Text("arguments"));
                break;
            case "custom_tool_call":
                AddText("response.custom_tool_call_input", "input", Text("input"));
                break;
            case "mcp_call":
                AddText("response.mcp_call_arguments", "arguments", Text("arguments"));
                break;
            case "code_interpreter_call":
                AddText("response.code_interpreter_call_code", "code", Text("code"));
                break;
        }
    }

    private string Text(string name) => item[name]?.TextOrJson() ?? "";

    private void Say(JsonField part, int at)
    {
        (string, int)? place = ("content_index", at);
        var name = part.NeedText("type") switch
        {
            "output_text" => "text",
            "refusal" => "refusal",
            _ => null,
        };
        Add("response.content_part.added", json => WritePart(json, part, name), place);
        if (name == "text")
            AddText("response.output_text", name, part.NeedText(name), place, part.Array("logprobs"), part.Items("annotations"));
        else if (name is not null)
            AddText("response.refusal", name, part.NeedText(name), place);
        Add("response.content_part.done", json => json.WriteField("part", part), place);
    }

    private void Summarize(JsonField part, int at)
    {
        (string, int)? place = ("summary_index", at);
        Add("response.reasoning_summary_part.added", json => WritePart(json, part, "text"), place);
        AddText("response.reasoning_summary_text", "text", part.NeedText("text"), place);
        Add("response.reasoning_summary_part.done", json => json.WriteField("part", part), place);
    }

    /// <summary>The part before it has a text.</summary>
    private static void WritePart(Utf8JsonWriter json, JsonField part, string? name)
    {
        json.WriteStartObject("part");
        foreach (var (member, value) in part.Members())
            if (member == name)
                json.WriteString(member, "");
            else if (member is "annotations" or "logprobs" && value.IsArray)
                WriteEmptyList(json, member);
            else
                json.WriteField(member, value);
        json.WriteEndObject();
    }

    /// <param name="type">Of the events, without what they say of it.</param>
    /// <param name="name">The member that has the whole text.</param>
    /// <param name="logprobs">Sent with the first piece.</param>
    private void AddText(
        string type,
        string name,
        string text,
        (string Name, int Index)? place = null,
        JsonField? logprobs = null,
        IEnumerable<JsonField>? annotations = null
    )
    {
        var rest = logprobs;
        foreach (var piece in ReplayedEvents.Pieces(text))
        {
            Add(
                type + ".delta",
                json =>
                {
                    json.WriteString("delta", piece);
                    WriteLogprobs(json, rest);
                },
                place
            );
            rest = null;
        }

        foreach (var (number, annotation) in (annotations ?? []).Index())
            Add(
                type + ".annotation.added",
                json =>
                {
                    json.WriteNumber("annotation_index", number);
                    json.WriteField("annotation", annotation);
                },
                place
            );
        Add(
            type + ".done",
            json =>
            {
                json.WriteLongString(name, text);
                WriteLogprobs(json, logprobs);
            },
            place
        );

        void WriteLogprobs(Utf8JsonWriter json, JsonField? list)
        {
            if (list is not null)
                json.WriteField("logprobs", list);
            else if (type == "response.output_text")
                WriteEmptyList(json, "logprobs");
        }
    }

    private static void WriteEmptyList(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    private void WriteItem(Utf8JsonWriter json, Action write)
    {
        json.WriteNumber("output_index", index);
        json.WritePropertyName("item");
        write();
    }

    /// <summary>The item before it has content, and before its tool has run.</summary>
    private void WriteBegun(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, value) in item.Members())
            switch (name)
            {
                case "status":
                    json.WriteString(name, "in_progress");
                    break;
                case "content" or "summary" when value.IsArray:
                    WriteEmptyList(json, name);
                    break;
                case "arguments" or "input" or "code":
                    json.WriteString(name, "");
                    break;
                case "encrypted_content" or "action" or "results" or "outputs" or "result" or "output" or "error" or "tools":
                    break;
                default:
                    json.WriteField(name, value);
                    break;
            }

        json.WriteEndObject();
    }

    /// <param name="place">Where in the item; null where an item holds one thing only.</param>
    private void Add(string type, Action<Utf8JsonWriter> members, (string Name, int Index)? place = null) =>
        response.Add(
            type,
            json =>
            {
                json.Carry(item, "id", "item_id");
                json.WriteNumber("output_index", index);
                if (place is { } at)
                    json.WriteNumber(at.Name, at.Index);
                members(json);
            }
        );
}
