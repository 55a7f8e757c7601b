using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.Json;

/// <summary>
/// A value of a JSON document that knows its path, so that an error names the field at fault. A member that is null counts as absent.
/// The path is built only when it is needed: reading a long conversation builds none. A caller's body is read strictly. Upstreams differ, so
/// in an answer a number counts as a text, and an optional count, list or object of another kind as absent.
/// </summary>
/// <param name="tracker">Records which fields of a caller's body are read; null for an upstream's answer. Fields inside inherit it.</param>
internal sealed class JsonField(
    JsonElement value,
    JsonField? parent = null,
    string? name = null,
    int index = 0,
    FieldTracker? tracker = null
)
{
    private readonly FieldTracker? tracker = tracker ?? parent?.tracker;

    public JsonElement Value => value;

    public JsonValueKind Kind => value.ValueKind;

    public bool IsText => Kind == JsonValueKind.String;

    public bool IsArray => Kind == JsonValueKind.Array;

    public bool IsObject => Kind == JsonValueKind.Object;

    /// <summary>For example <c>messages[3].content[0].type</c>; empty for the document itself.</summary>
    public string Path =>
        parent is null ? ""
        : name is null ? $"{parent.Path}[{index}]"
        : parent.PathOf(name);

    /// <summary>A member of this object; null where it is absent or null.</summary>
    /// <exception cref="UntranslatableException">This is no object.</exception>
    public JsonField? this[string member]
    {
        get
        {
            if (!IsObject)
                throw Wrong("an object");
            if (!value.TryGetProperty(member, out var found) || found.ValueKind == JsonValueKind.Null)
                return null;
            tracker?.MarkRead(found);
            return new JsonField(found, this, member);
        }
    }

    /// <exception cref="UntranslatableException">It is absent.</exception>
    public JsonField Need(string member) =>
        this[member] ?? throw new UntranslatableException(PathOf(member), $"{PathOf(member)} is missing.");

    /// <exception cref="UntranslatableException">It is there and no object.</exception>
    public JsonField? Object(string member) =>
        this[member] is not { } found ? null
        : found.IsObject ? found
        : IsLenient ? null
        : throw found.Wrong("an object");

    /// <exception cref="UntranslatableException">It is there and no array.</exception>
    public JsonField? Array(string member) =>
        this[member] is not { } found ? null
        : found.IsArray ? found
        : IsLenient ? null
        : throw found.Wrong("a list");

    /// <exception cref="UntranslatableException">This is no array.</exception>
    public IEnumerable<JsonField> Items() =>
        IsArray ? value.EnumerateArray().Select((item, at) => new JsonField(item, this, null, at)) : throw Wrong("a list");

    /// <summary>The items of a list that may be absent.</summary>
    public IEnumerable<JsonField> Items(string member) => (IsLenient ? Array(member) : this[member])?.Items() ?? [];

    /// <summary>
    /// The members of this object, null ones included. None of them counts as read until it is marked so: what is passed over is left out.
    /// </summary>
    /// <exception cref="UntranslatableException">This is no object.</exception>
    public IEnumerable<(string Name, JsonField Value)> Members() =>
        IsObject
            ? value.EnumerateObject().Select(member => (member.Name, new JsonField(member.Value, this, member.Name)))
            : throw Wrong("an object");

    /// <exception cref="UntranslatableException">This is no text, or not one of Unicode.</exception>
    public string Text()
    {
        if (!IsText)
            return IsLenient && Kind is (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                ? value.GetRawText()
                : throw Wrong("a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException) when (IsLenient)
        {
            return LenientText.From(JsonMarshal.GetRawUtf8Value(value));
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a text of valid Unicode, where an escape such as \\ud83d has its other half");
        }
    }

    public string? Text(string member) => this[member]?.Text();

    /// <summary>A text as it is, anything else as JSON: what one vendor sends as JSON in a text, others send as JSON.</summary>
    public string TextOrJson() => IsText ? Text() : RawText();

    public string NeedText(string member) => Need(member).Text();

    /// <summary>A member that is a text, to be copied.</summary>
    public JsonField NeedTextField(string member) => Need(member) is { IsText: true } text ? text : throw Need(member).Wrong("a text");

    public bool Is(string text) => IsText && Text() == text;

    /// <summary>False where it is absent.</summary>
    public bool Flag(string member) =>
        this[member] is { } flag
        && flag.Kind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw flag.Wrong("true or false"),
        };

    /// <exception cref="UntranslatableException">This is no whole number of at least <paramref name="minimum"/>.</exception>
    public long Count(long minimum = 0) => IsCount(minimum) ? value.GetInt64() : throw Wrong($"a whole number, {minimum} or more");

    public long? Count(string member, long minimum = 0) =>
        this[member] is not { } found ? null
        : IsLenient && !found.IsCount(minimum) ? null
        : found.Count(minimum);

    /// <exception cref="UntranslatableException">This is no number.</exception>
    public double Number() => Kind == JsonValueKind.Number ? value.GetDouble() : throw Wrong("a number");

    /// <summary>A time in seconds since 1970, whole or not; null where it is none.</summary>
    public long? Seconds(string member) =>
        this[member] is { Kind: JsonValueKind.Number } time && time.Value.TryGetDouble(out var seconds) && seconds is > 0 and < 1e12
            ? (long)seconds
            : null;

    /// <summary>
    /// The value byte for byte as it was written, quotes and escapes included; valid as long as its document. Marks it as carried. An
    /// upstream's has no line breaks: it may be copied into a line of an event.
    /// </summary>
    /// <exception cref="UntranslatableException">
    /// A caller's value has a text that is not valid Unicode. An upstream's is not checked.
    /// </exception>
    public ReadOnlySpan<byte> Raw()
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        MarkCarried();
        if (tracker is null)
            return SseData.OneLine(raw);
        return IsUnicode(value) ? raw : throw Wrong("made of texts of valid Unicode");
    }

    /// <summary>The value as JSON text, for protocols that put JSON into a text. Marks it as carried.</summary>
    public string RawText()
    {
        MarkCarried();
        return value.GetRawText();
    }

    /// <summary>Writes the value byte for byte as it was written.</summary>
    public void CopyTo(Utf8JsonWriter writer)
    {
        MarkOrigin(writer, whole: true);
        writer.WriteRawValue(Raw(), skipInputValidation: true);
    }

    /// <summary>It was looked into: what is inside is carried or left out member by member.</summary>
    public void MarkRead() => tracker?.MarkRead(value);

    /// <summary>The translated body contains it, with all that is in it, if in another form.</summary>
    public void MarkCarried() => tracker?.MarkCarried(value);

    /// <summary>It was read, but the translated body does not contain it.</summary>
    public void MarkLeftOut() => tracker?.MarkLeftOut(value);

    /// <summary>The value that is written next is made of this one.</summary>
    /// <param name="whole">It is a copy: what is inside has the same names in both.</param>
    public void MarkOrigin(Utf8JsonWriter writer, bool whole = false)
    {
        if (tracker?.Origins is { } origins)
            origins.Add(writer, Path, whole);
    }

    public UntranslatableException Wrong(string expected) => new(Path, $"{(Path.Length == 0 ? "The body" : Path)} must be {expected}.");

    public UntranslatableException Refused(string why) => new(Path, why);

    /// <summary>It is part of an upstream's answer.</summary>
    private bool IsLenient => tracker is null;

    private bool IsCount(long minimum) => Kind == JsonValueKind.Number && value.TryGetInt64(out var count) && count >= minimum;

    private string PathOf(string member) => Path is { Length: > 0 } path ? $"{path}.{member}" : member;

    /// <summary>Broken escapes are valid JSON but no text; the writer finds them. Few values have escapes at all.</summary>
    public static bool IsUnicode(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (!Utf8.IsValid(raw))
            return false;
        if (raw.IndexOf("\\u"u8) < 0)
            return true;
        try
        {
            using var nowhere = new Utf8JsonWriter(Stream.Null, TranslatedJson.Writing);
            value.WriteTo(nowhere);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
