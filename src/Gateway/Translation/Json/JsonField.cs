using System.Text.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.Json;

/// <summary>A value of a JSON document that knows where it stands, so that whoever finds it wrong can say so.</summary>
/// <param name="tracker">Learns what is read of a caller's body; null where nobody asks. What is in a value has its parent's.</param>
internal sealed class JsonField(JsonElement value, JsonField? parent = null, string? name = null, int index = 0, FieldTracker? tracker = null)
{
    private readonly FieldTracker? tracker = tracker ?? parent?.tracker;

    public JsonElement Value => value;

    public JsonValueKind Kind => value.ValueKind;

    /// <summary>For example <c>messages[3].content[0].type</c>; empty for the document itself.</summary>
    public string Path => parent is null ? ""
        : name is null ? $"{parent.Path}[{index}]"
        : parent.Path is { Length: > 0 } above ? $"{above}.{name}" : name;

    /// <summary>A member of this object; null where it is absent or null.</summary>
    /// <exception cref="UntranslatableException">This is no object.</exception>
    public JsonField? this[string member]
    {
        get
        {
            if (Kind != JsonValueKind.Object)
                throw Wrong("an object");
            var isThere = value.TryGetProperty(member, out var found) && found.ValueKind != JsonValueKind.Null;
            if (!isThere)
                return null;
            tracker?.Read(found);
            return new JsonField(found, this, member);
        }
    }

    /// <exception cref="UntranslatableException">It is absent.</exception>
    public JsonField Need(string member) =>
        this[member] ?? throw new UntranslatableException(new JsonField(default, this, member).Path, $"{member} is missing.");

    /// <exception cref="UntranslatableException">This is no array.</exception>
    public IEnumerable<JsonField> Items()
    {
        if (Kind != JsonValueKind.Array)
            throw Wrong("a list");
        return value.EnumerateArray().Select((item, at) => new JsonField(item, this, null, at));
    }

    /// <summary>The items of a list that may be absent.</summary>
    public IEnumerable<JsonField> Items(string member) => this[member]?.Items() ?? [];

    /// <exception cref="UntranslatableException">This is no text, or not one of Unicode.</exception>
    public string Text()
    {
        if (Kind != JsonValueKind.String)
            throw Wrong("a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a text of valid Unicode");
        }
    }

    public string? Text(string member) => this[member]?.Text();

    public bool Flag(string member) => this[member] is { } flag && flag.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw flag.Wrong("true or false"),
    };

    /// <exception cref="UntranslatableException">This is no whole number of 0 or more.</exception>
    public long Count() => Kind == JsonValueKind.Number && value.TryGetInt64(out var count) && count >= 0
        ? count
        : throw Wrong("a whole number, 0 or more");

    /// <exception cref="UntranslatableException">This is no number.</exception>
    public double Number() => Kind == JsonValueKind.Number ? value.GetDouble() : throw Wrong("a number");

    /// <summary>It is told in other words, with all that is in it.</summary>
    public void Tell() => tracker?.Tell(value);

    /// <summary>It was read, but the upstream is not told of it.</summary>
    public void LeaveOut() => tracker?.LeaveOut(value);

    /// <summary>What is written next is made of it.</summary>
    public void BecomesNext(Utf8JsonWriter writer, bool whole = false)
    {
        if (tracker?.Origins is { } origins)
            origins.Add(writer, Path, whole);
    }

    /// <summary>Writes the value as it stands, with numbers digit by digit.</summary>
    public void CopyTo(Utf8JsonWriter writer)
    {
        Tell();
        BecomesNext(writer, whole: true);
        try
        {
            value.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            throw Wrong("made of texts of valid Unicode");
        }
    }

    public UntranslatableException Wrong(string expected) => new(Path, $"{(Path.Length == 0 ? "This" : Path)} must be {expected}.");

    public UntranslatableException Refused(string why) => new(Path, why);
}
