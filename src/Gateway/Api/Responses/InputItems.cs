using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Api.Responses;

/// <summary>
/// A page of the items that a kept response answers. Each has an id, which a cursor names: its own, or one made of its place. A text in the
/// place of a list of parts becomes that list, as OpenAI shows it.
/// </summary>
internal static class InputItems
{
    private const int DefaultLimit = 20,
        MaxLimit = 100;

    /// <summary>Members that an item as it is shown has, and as it is sent need not have; by its type.</summary>
    private static readonly (string Type, string Name, string Value)[] Completions =
    [
        ("function_call", "status", "\"completed\""),
        ("function_call_output", "status", "\"completed\""),
        ("custom_tool_call", "status", "\"completed\""),
        ("custom_tool_call_output", "status", "\"completed\""),
        ("tool_search_call", "status", "\"completed\""),
        ("tool_search_output", "status", "\"completed\""),
        ("output_text", "annotations", "[]"),
        ("output_text", "logprobs", "[]"),
        ("input_image", "detail", "\"auto\""),
    ];

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <param name="id">Of the response.</param>
    /// <param name="items">A list of items, oldest first.</param>
    /// <param name="query"><c>limit</c>, <c>order</c> and <c>after</c>.</param>
    public static StepResult<byte[]> Page(string id, ReadOnlyMemory<byte> items, IQueryCollection query)
    {
        if (Limit(query["limit"].ToString()) is not { } limit)
            return ApiErrors.InvalidRequest($"limit must be a whole number from 1 to {MaxLimit}.", "limit");
        if (query["order"].ToString() is not ("" or "asc" or "desc"))
            return ApiErrors.InvalidRequest("order must be asc or desc.", "order");
        using var document = JsonDocument.Parse(items, Deep);
        (string Id, JsonElement Item)[] all =
        [
            .. document.RootElement.EnumerateArray().Select((item, place) => (IdOf(item, id, place), item)),
        ];
        if (query["order"] != "asc")
            Array.Reverse(all);
        var from = 0;
        if (query["after"].ToString() is { Length: > 0 } after && (from = 1 + Array.FindIndex(all, item => item.Id == after)) == 0)
            return ApiErrors.InvalidRequest("after names no item of this response. Take it from last_id of the page before.", "after");
        return Write(all[from..Math.Min(all.Length, from + limit)], hasMore: all.Length > from + limit);
    }

    private static int? Limit(string limit) =>
        limit == "" ? DefaultLimit
        : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit ? number
        : null;

    private static string IdOf(JsonElement item, string response, int place) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : string.Create(
                CultureInfo.InvariantCulture,
                $"msg_{response[(response.IndexOf('_', StringComparison.Ordinal) + 1)..]}_{place}"
            );

    private static byte[] Write((string Id, JsonElement Item)[] page, bool hasMore)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var (id, item) in page)
                WriteItem(json, id, item);
            json.WriteEndArray();
            json.WriteString("first_id", page.Length > 0 ? page[0].Id : null);
            json.WriteString("last_id", page.Length > 0 ? page[^1].Id : null);
            json.WriteBoolean("has_more", hasMore);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteItem(Utf8JsonWriter json, string id, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            WriteRaw(json, item);
            return;
        }

        json.WriteStartObject();
        json.WriteString("id", id);
        if (!item.TryGetProperty("type"u8, out _))
            json.WriteString("type", "message");
        foreach (var member in item.EnumerateObject())
        {
            if (member.NameEquals("id"u8))
                continue;
            json.WritePropertyName(member.Name);
            if (member.NameEquals("content"u8) && member.Value.ValueKind == JsonValueKind.String)
                WriteText(json, member.Value, isAnswer: IsAnswer(item));
            else if (member.Name is "content" or "output" && member.Value.ValueKind == JsonValueKind.Array)
                WriteParts(json, member.Value);
            else
                WriteRaw(json, member.Value);
        }

        if (IsAnswer(item) && !item.TryGetProperty("status"u8, out _))
            json.WriteString("status", "completed");
        Complete(json, item);
        json.WriteEndObject();
    }

    private static bool IsAnswer(JsonElement item) => item.TryGetProperty("role"u8, out var role) && role.ValueEquals("assistant"u8);

    private static void WriteText(Utf8JsonWriter json, JsonElement text, bool isAnswer)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("type", isAnswer ? "output_text" : "input_text");
        json.WritePropertyName("text");
        WriteRaw(json, text);
        if (isAnswer)
        {
            json.WriteStartArray("annotations");
            json.WriteEndArray();
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteParts(Utf8JsonWriter json, JsonElement parts)
    {
        json.WriteStartArray();
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object)
            {
                WriteRaw(json, part);
                continue;
            }

            json.WriteStartObject();
            foreach (var member in part.EnumerateObject())
            {
                json.WritePropertyName(member.Name);
                WriteRaw(json, member.Value);
            }

            Complete(json, part);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Adds the members that its type needs and it does not have.</summary>
    private static void Complete(Utf8JsonWriter json, JsonElement value)
    {
        foreach (var (type, name, added) in Completions)
        {
            if (!value.TryGetProperty("type"u8, out var its) || !its.ValueEquals(type) || value.TryGetProperty(name, out _))
                continue;
            json.WritePropertyName(name);
            json.WriteRawValue(added, skipInputValidation: true);
        }
    }

    /// <summary>As it was received: what a caller sent may have half of a character in it, which cannot be read and written again.</summary>
    private static void WriteRaw(Utf8JsonWriter json, JsonElement value) =>
        json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
}
