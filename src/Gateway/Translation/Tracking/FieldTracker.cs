using System.Runtime.InteropServices;
using System.Text.Json;

namespace Platform.Gateway.Translation.Tracking;

/// <summary>
/// Records which members of a body a translation reads and copies. Those count as carried, so that a member that was never read is found
/// without a list of names, however new and however deep it is. A translation that reads a member without carrying it marks it as left out.
/// </summary>
internal sealed class FieldTracker
{
    private HashSet<int> read = [];
    private HashSet<int> carried = [];
    private HashSet<int> leftOut = [];
    private ReadOnlyMemory<byte> body;

    /// <summary>
    /// Members of the caller's body that are not carried to the upstream, for example <c>store</c> and <c>tools[2].bar</c>. The same member
    /// of further items of a list is not named again, and at most <see cref="UncarriedFields.MaxNames"/> are named. Known after the
    /// translation.
    /// </summary>
    public IReadOnlyList<string> NotCarried { get; private set; } = [];

    /// <summary>What this translation and a further one of its result do not carry, by the names of this one's caller.</summary>
    /// <param name="between">This one's result. A member that this one added is not named: the caller did not send it.</param>
    public FieldTracker Then(FieldTracker further, ReadOnlyMemory<byte> between)
    {
        var lost = further.NotCarried.Count == 0 ? [] : further.NotCarried.Select(OriginsIn(between)).OfType<string>();
        return new FieldTracker { NotCarried = [.. NotCarried.Concat(lost).Distinct().Take(UncarriedFields.MaxNames)] };
    }

    /// <summary>The member that a member of the translated body was made of; null where there is none, or none is known.</summary>
    internal string? OriginOf(ReadOnlyMemory<byte> translated, string member) => OriginsIn(translated)(member);

    /// <summary>Recorded where a further translation follows; else null.</summary>
    internal FieldOrigins? Origins { get; set; }

    internal void Begin(ReadOnlyMemory<byte> whole) => body = whole;

    internal void MarkRead(JsonElement value) => read.Add(At(value));

    /// <summary>It is carried with all that is inside, if in another form.</summary>
    internal void MarkCarried(JsonElement value) => carried.Add(At(value));

    internal void MarkLeftOut(JsonElement value) => leftOut.Add(At(value));

    internal void Finish(JsonElement root)
    {
        // The upstream has its own name for the model, which the translation writes in place of this one.
        if (root.TryGetProperty("model"u8, out var model))
            MarkCarried(model);
        NotCarried = new UncarriedFields(IsLeftOut, item => leftOut.Contains(At(item))).Find(root);
        // The translation lives as long as the answer; the body need not be kept as long.
        (read, carried, leftOut, body) = ([], [], [], default);
    }

    private Func<string, string?> OriginsIn(ReadOnlyMemory<byte> translated) => Origins?.In(translated) ?? (_ => null);

    /// <summary>Null for what was read and not carried as a whole: something inside may be left out.</summary>
    private bool? IsLeftOut(JsonElement value)
    {
        var at = At(value);
        return leftOut.Contains(at) ? true
            : carried.Contains(at) ? false
            : read.Contains(at) ? null
            : true;
    }

    /// <summary>Where the value begins: no two values of a document begin at one place.</summary>
    private int At(JsonElement value) => body.Span.Overlaps(JsonMarshal.GetRawUtf8Value(value), out var at) ? at : -1;
}
