using System.Runtime.InteropServices;
using System.Text.Json;

namespace Platform.Gateway.Translation.Tracking;

/// <summary>
/// Follows a translation through the body it tells. What it reads or copies is taken for told; so a member that nobody ever asked for is
/// found without a list of names, however new and however deep it is. A translation that reads a member and then does not tell it says so.
/// </summary>
public sealed class FieldTracker
{
    private HashSet<int> read = [];
    private HashSet<int> told = [];
    private HashSet<int> leftOut = [];
    private ReadOnlyMemory<byte> body;

    /// <summary>
    /// Members of the caller's body that the upstream is not told of, for example <c>store</c> and <c>tools[2].bar</c>. The same member of
    /// further items is not named again, and no more than <see cref="UncarriedFields.Most"/> are. Known after the translation.
    /// </summary>
    public IReadOnlyList<string> NotCarried { get; private set; } = [];

    /// <summary>What is left out by this translation and by a further one of its result, in the words of this one's caller.</summary>
    /// <param name="between">This one's result. What it made up itself, nobody asked for, so that it is left out is not told.</param>
    public FieldTracker Then(FieldTracker further, ReadOnlyMemory<byte> between)
    {
        var lost = further.NotCarried.Count == 0 ? [] : further.NotCarried.Select(OriginsIn(between)).OfType<string>();
        return new FieldTracker { NotCarried = [.. NotCarried.Concat(lost).Distinct().Take(UncarriedFields.Most)] };
    }

    /// <summary>The member that a member of the translated body was made of; null where there is none, or none is known.</summary>
    internal string? OriginOf(ReadOnlyMemory<byte> translated, string member) => OriginsIn(translated)(member);

    /// <summary>Kept where a further translation follows; null where nobody asks for them.</summary>
    internal FieldOrigins? Origins { get; set; }

    internal void Follow(ReadOnlyMemory<byte> whole) => body = whole;

    internal void Read(JsonElement value) => read.Add(At(value));

    /// <summary>It is told with all that is in it, or told in another way.</summary>
    internal void Tell(JsonElement value) => told.Add(At(value));

    internal void LeaveOut(JsonElement value) => leftOut.Add(At(value));

    internal void Conclude(JsonElement root)
    {
        // The upstream has its own name for the model, which the gateway tells it.
        if (root.TryGetProperty("model"u8, out var model))
            Tell(model);
        NotCarried = new UncarriedFields(IsLeftOut).Of(root);
        // The translation lives as long as the answer; what it was made of need not.
        (read, told, leftOut, body) = ([], [], [], default);
    }

    private Func<string, string?> OriginsIn(ReadOnlyMemory<byte> translated) => Origins?.In(translated) ?? (_ => null);

    /// <summary>Null of what was read and not told as a whole: something in it may be left out.</summary>
    private bool? IsLeftOut(JsonElement value)
    {
        var at = At(value);
        return leftOut.Contains(at) ? true : told.Contains(at) ? false : read.Contains(at) ? null : true;
    }

    /// <summary>Where it begins, which no two values of a document share.</summary>
    private int At(JsonElement value) => body.Span.Overlaps(JsonMarshal.GetRawUtf8Value(value), out var at) ? at : -1;
}
