using System.Text;
using System.Text.Json;

namespace Platform.Gateway.Translation.Tracking;

/// <summary>
/// Finds the members of a body that were not carried, and names them by their paths. Null and empty values are not named.
/// </summary>
/// <param name="isLeftOut">Null where something inside the value may be.</param>
/// <param name="isNamed">Whether an item of a list was left out by itself, as a text among texts, and is named.</param>
internal sealed class UncarriedFields(Func<JsonElement, bool?> isLeftOut, Predicate<JsonElement> isNamed)
{
    /// <summary>The most that are named: a body can have a million members, and a header is read by people.</summary>
    public const int MaxNames = 64;

    /// <summary>The longest path, in characters: a name in a body can be as long as the body.</summary>
    private const int MaxPathLength = 256;

    private readonly List<string> names = [];
    private readonly HashSet<string> kinds = [];
    private readonly List<Step> path = [];

    /// <summary>Members of the body itself come first, so that a long conversation does not hide them.</summary>
    public IReadOnlyList<string> Find(JsonElement root)
    {
        foreach (var member in root.EnumerateObject())
            if (isLeftOut(member.Value) is true)
                Name(new Step(member, 0), member.Value);
        foreach (var member in root.EnumerateObject())
            if (isLeftOut(member.Value) is null)
                Descend(new Step(member, 0), member.Value);
        return names;
    }

    private void Visit(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            foreach (var member in value.EnumerateObject())
                VisitMember(member);
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var (index, item) in value.EnumerateArray().Index())
                VisitItem(index, item);
    }

    /// <summary>An item of a list was carried, or was left out by itself, or its members are looked at.</summary>
    private void VisitItem(int index, JsonElement item)
    {
        if (isNamed(item))
            Name(new Step(null, index), item);
        else if (isLeftOut(item) is not false)
            Descend(new Step(null, index), item);
    }

    private void VisitMember(JsonProperty member)
    {
        var answer = isLeftOut(member.Value);
        if (answer is true)
            Name(new Step(member, 0), member.Value);
        else if (answer is null)
            Descend(new Step(member, 0), member.Value);
    }

    private void Descend(Step step, JsonElement value)
    {
        if (names.Count == MaxNames)
            return;
        path.Add(step);
        Visit(value);
        path.RemoveAt(path.Count - 1);
    }

    /// <summary>Of members that differ in indexes only, such as <c>input[0].id</c> and <c>input[1].id</c>, the first is named.</summary>
    private void Name(Step step, JsonElement value)
    {
        if (names.Count == MaxNames || IsEmpty(value))
            return;
        path.Add(step);
        if (kinds.Add(Path(withIndexes: false)))
            names.Add(Path(withIndexes: true));
        path.RemoveAt(path.Count - 1);
    }

    private string Path(bool withIndexes)
    {
        var text = new StringBuilder();
        foreach (var step in path)
        {
            if (step.Member is { } member)
                text.Append(text.Length > 0 ? "." : "").Append(member.Name);
            else if (withIndexes)
                text.Append('[').Append(step.Index).Append(']');
            else
                text.Append("[]");
        }

        return text.ToString(0, Math.Min(text.Length, MaxPathLength));
    }

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.String => value.ValueEquals(""u8),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => value.GetPropertyCount() == 0,
            _ => false,
        };

    /// <param name="Member">Null where the step is an item of a list.</param>
    private readonly record struct Step(JsonProperty? Member, int Index);
}
