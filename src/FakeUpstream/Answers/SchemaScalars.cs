using System.Text.Json;

namespace Platform.FakeUpstream.Answers;

/// <summary>The plainest string, number and count that a schema allows.</summary>
internal static class SchemaScalars
{
    /// <summary>The largest length that a schema can require.</summary>
    private const int MaxCharacters = 1_000;
    private const int MaxItems = 100;

    public static string String(JsonElement schema, string name)
    {
        var text = schema.TryGet("format", JsonValueKind.String, out var format) ? ForFormat(format.ToString(), name) : name;
        text = text.PadRight(Math.Min(Whole(schema, "minLength") ?? 0, MaxCharacters), 'x');
        return Whole(schema, "maxLength") is { } most && text.Length > most ? text[..Math.Max(0, most)] : text;
    }

    /// <summary>1, or the nearest to it that the limits allow.</summary>
    public static decimal Number(JsonElement schema, bool whole)
    {
        var step = Value(schema, "multipleOf") is > 0 and var multiple ? multiple : 1;
        var least = Value(schema, "minimum") ?? Value(schema, "exclusiveMinimum") + Beyond(whole, step);
        var most = Value(schema, "maximum") ?? Value(schema, "exclusiveMaximum") - Beyond(whole, step);
        var number = Math.Max(1, least ?? 1);
        if (most < number)
            number = Math.Max(most.Value, least ?? most.Value);
        return schema.Has("multipleOf") ? Math.Ceiling(number / step) * step
            : whole ? Math.Ceiling(number)
            : number;
    }

    public static int ItemCount(JsonElement schema) =>
        Math.Min(Math.Max(Whole(schema, "minItems") ?? 0, 1), Math.Min(Whole(schema, "maxItems") ?? MaxItems, MaxItems));

    private static decimal Beyond(bool whole, decimal step) => whole ? Math.Max(1, Math.Floor(step)) : 0.5m;

    private static int? Whole(JsonElement schema, string word) =>
        Value(schema, word) is >= 0 and <= int.MaxValue and var value ? (int)value : null;

    private static decimal? Value(JsonElement schema, string word) =>
        schema.TryGet(word, JsonValueKind.Number, out var value) && value.TryGetDecimal(out var number) ? number : null;

    private static string ForFormat(string format, string name) =>
        format switch
        {
            "date-time" => "2025-01-01T00:00:00Z",
            "date" => "2025-01-01",
            "time" => "00:00:00Z",
            "duration" => "PT1S",
            "email" => "someone@example.com",
            "hostname" => "example.com",
            "uri" or "url" => "https://example.com/",
            "uuid" => "00000000-0000-4000-8000-000000000000",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            _ => name,
        };
}
