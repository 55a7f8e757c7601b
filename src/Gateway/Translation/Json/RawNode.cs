using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.Json;

/// <summary>
/// A value of somebody's JSON and where it stands, so that what is wrong with it can be said by name. A member that is null counts as absent.
/// </summary>
/// <param name="path">For example <c>input[2].content</c>; empty for the whole body.</param>
/// <param name="tracker">Learns what is read of a caller's body; null where nobody asks.</param>
internal readonly struct RawNode(JsonElement value, string path, FieldTracker? tracker = null)
{
    public string Path => path;

    public bool IsText => value.ValueKind == JsonValueKind.String;

    public bool IsArray => value.ValueKind == JsonValueKind.Array;

    public bool IsObject => value.ValueKind == JsonValueKind.Object;

    /// <summary>As it was written, quotes and escapes included. Valid as long as its document. Who takes it tells all that is in it.</summary>
    public ReadOnlySpan<byte> Raw
    {
        get
        {
            tracker?.Tell(value);
            return JsonMarshal.GetRawUtf8Value(value);
        }
    }

    /// <summary>The same, of which nobody learns that it is read.</summary>
    public RawNode Untrailed => new(value, path);

    /// <summary>It is told in other words, with all that is in it.</summary>
    public void Tell() => tracker?.Tell(value);

    /// <summary>It was read, but the upstream is not told of it.</summary>
    public void LeaveOut() => tracker?.LeaveOut(value);

    /// <summary>What is written next is made of it.</summary>
    public void BecomesNext(Utf8JsonWriter json, bool whole = false) => tracker?.Origins?.Add(json, path, whole);

    /// <exception cref="UntranslatableException">This is no object.</exception>
    public RawNode? Member(string name)
    {
        if (!IsObject)
            throw Wrong("an object");
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return null;
        tracker?.Read(member);
        return new RawNode(member, At(name), tracker);
    }

    public RawNode Need(string name) => Member(name) ?? throw new UntranslatableException(At(name), $"{At(name)} is missing.");

    public RawNode? Object(string name) => Member(name) is { } member ? member.IsObject ? member : throw member.Wrong("an object") : null;

    public RawNode? Array(string name) => Member(name) is { } member ? member.IsArray ? member : throw member.Wrong("a list") : null;

    public string? Text(string name) => Member(name)?.AsText();

    public string NeedText(string name) => Need(name).AsText();

    public bool Flag(string name) => Member(name) is { } member && member.AsFlag();

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public long? Whole(string name, long least = 0) => Member(name)?.AsWhole(least);

    /// <summary>A moment in seconds since 1970, whole or not; null where it is none.</summary>
    public long? Seconds(string name) =>
        Member(name) is { } member && member.IsNumber && member.AsNumber() is > 0 and < 1e12 and var seconds ? (long)seconds : null;

    public IEnumerable<RawNode> Items()
    {
        if (!IsArray)
            throw Wrong("a list");
        var (list, place, follower) = (value, path, tracker);
        return list.EnumerateArray().Select((item, index) => new RawNode(item, $"{place}[{index}]", follower));
    }

    public string AsText()
    {
        if (!IsText)
            throw Wrong("a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UntranslatableException(path, $"{path} has half of a character: an escape such as \\ud83d without its other half.");
        }
    }

    public bool Is(string text) => IsText && AsText() == text;

    public UntranslatableException Wrong(string wanted) =>
        new(path, $"{(path.Length == 0 ? "The body" : path)} must be {wanted}.");

    private bool IsNumber => value.ValueKind == JsonValueKind.Number;

    private double AsNumber() => value.TryGetDouble(out var number) ? number : 0;

    private bool AsFlag() => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    private long AsWhole(long least) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least
        ? number
        : throw Wrong($"a whole number, {least} or more");

    private string At(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
