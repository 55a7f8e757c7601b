using System.Text.Json;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// Reads the fields of one JSON object and records every fault under the object's name, so that one run reports all faults of a file.
/// An invalid field reads as its type's default. A field that was never read is a fault too. No fault repeats a value: it may be a secret.
/// </summary>
/// <param name="place">The object's name; empty for the file itself.</param>
internal sealed class JsonFields(JsonElement element, string place, FileFaults faults)
{
    private const int MaxWeight = 1_000;
    private const string PerMillion = "USD per million tokens";

    private readonly HashSet<string> read = [];

    /// <summary>The name of a part of the object.</summary>
    public string In(string part) => place.Length > 0 ? $"{place}: {part}" : part;

    public bool Has(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string Text(string name) => Value(name) is { } value ? Text(name, value) : "";

    public string? OptionalText(string name) => Value(name, required: false) is { } value ? Text(name, value) : null;

    /// <summary>A list of at least one text, none of them twice.</summary>
    public string[] Texts(string name) => Value(name) is { } value ? Texts(name, value) : [];

    public string[]? OptionalTexts(string name) => Value(name, required: false) is { } value ? Texts(name, value) : null;

    private string[] Texts(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() > 0
        && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
        && value.EnumerateArray().Select(item => item.GetString()!).ToArray() is var texts
        && texts.Distinct().Count() == texts.Length
            ? texts
            : Fault(name, "must be a list of at least one text, each there once", Array.Empty<string>());

    public int Integer(string name, int minimum, int maximum = int.MaxValue) =>
        Value(name) is not { } value ? minimum
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= minimum && number <= maximum ? number
        : Fault(
            name,
            $"must be a whole number {(maximum == int.MaxValue ? $"of at least {minimum}" : $"from {minimum} to {maximum}")}",
            minimum
        );

    /// <summary>The share among others, 1 where it is left out.</summary>
    public int Weight() => OptionalInteger("weight", 1, MaxWeight) ?? 1;

    public int? OptionalInteger(string name, int minimum, int maximum = int.MaxValue) =>
        Value(name, required: false) is null ? null : Integer(name, minimum, maximum);

    /// <summary>One of a few texts.</summary>
    public string? OptionalChoice(string name, IReadOnlyList<string> choices) =>
        Value(name, required: false) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && choices.Contains(value.GetString()) ? value.GetString()
        : Fault(name, $"must be one of {string.Join(", ", choices)}", (string?)null);

    /// <summary>A whole number with its unit, from 100ms to 24h: a number alone has several readings.</summary>
    public TimeSpan? OptionalDuration(string name) =>
        Value(name, required: false) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && DurationText.TryParse(value.GetString(), out var duration) ? duration
        : Fault(name, $"must be {DurationText.Expected}", (TimeSpan?)null);

    public bool? OptionalBoolean(string name) =>
        Value(name, required: false) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : Fault(name, "must be true or false", (bool?)null);

    /// <summary>A calendar day, at its start in UTC.</summary>
    public DateTimeOffset Date(string name) =>
        Value(name) is not { } value ? default
        : value.ValueKind == JsonValueKind.String && DateText.TryParseDay(value.GetString(), out var day)
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
        : Fault(name, "must be a date such as \"2025-04-14\"", default(DateTimeOffset));

    /// <summary>A time with its offset from UTC.</summary>
    public DateTimeOffset Timestamp(string name) =>
        Value(name) is not { } value ? default
        : value.ValueKind == JsonValueKind.String && DateText.TryParseTime(value.GetString(), out var time) ? time
        : Fault(name, "must be a time with its offset such as \"2027-01-01T00:00:00Z\"", default(DateTimeOffset));

    /// <summary>Dollars with at most nine decimals, in nano-USD: the ledger has no smaller unit.</summary>
    public long NanoUsd(string name, string unit = PerMillion) => Value(name) is { } value ? NanoUsd(name, value, unit) : 0;

    public long? OptionalNanoUsd(string name) => Value(name, required: false) is { } value ? NanoUsd(name, value, PerMillion) : null;

    public JsonFields? Object(string name) => Value(name) is { } value ? Object(name, value) : null;

    public JsonFields? OptionalObject(string name) => Value(name, required: false) is { } value ? Object(name, value) : null;

    /// <summary>The elements of a list that has at least one; <paramref name="nameOf"/> names each by its fields and index.</summary>
    public IReadOnlyList<JsonFields> Objects(string name, Func<JsonElement, int, string> nameOf, bool required = true)
    {
        if (Value(name, required) is not { } value)
            return [];
        if (
            value.ValueKind != JsonValueKind.Array
            || value.GetArrayLength() == 0
            || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object)
        )
            return Fault(name, "must be a list of at least one object", Array.Empty<JsonFields>());
        return [.. value.EnumerateArray().Select((item, index) => new JsonFields(item, nameOf(item, index), faults))];
    }

    public void RejectUnknownFields()
    {
        foreach (var property in element.EnumerateObject().Where(property => !read.Contains(property.Name)))
            Fault(
                SecretLook.Matches(property.Name) ? "a field" : property.Name,
                $"is not known here; known are {string.Join(", ", read)}",
                0
            );
    }

    /// <summary>A fault at the line of the field, or of the object where it does not have it.</summary>
    public T Fault<T>(string name, string text, T fallback)
    {
        faults.Add(
            element.TryGetProperty(name, out var value) ? value : element,
            place.Length > 0 ? $"{place}: {name} {text}." : $"{name} {text}."
        );
        return fallback;
    }

    private string Text(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 200 } text && !text.Any(char.IsControl)
            ? text
            : Fault(name, "must be a text of 1 to 200 characters", "");

    private JsonFields? Object(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
            ? new JsonFields(value, In(name), faults)
            : Fault(name, "must be an object", (JsonFields?)null);

    private long NanoUsd(string name, JsonElement value, string unit) =>
        value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out var usd)
        && usd is >= 0 and <= 1_000_000
        && decimal.IsInteger(usd * Money.NanoPerUsd)
            ? (long)(usd * Money.NanoPerUsd)
            : Fault(name, $"must be {unit} from 0 to 1000000 with at most nine decimals, for example 2.50", 0L);

    private JsonElement? Value(string name, bool required = true)
    {
        read.Add(name);
        if (element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            return value;
        return required ? Fault(name, "is missing", (JsonElement?)null) : null;
    }
}
