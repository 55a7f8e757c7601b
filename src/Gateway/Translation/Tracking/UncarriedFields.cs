using System.Text;
using System.Text.Json;

namespace Platform.Gateway.Translation.Tracking;

/// <summary>Finds the members of a body that were left out, and names them by their paths. Null and what is empty says nothing.</summary>
/// <param name="isLeftOut">Null where something in the value may be.</param>
internal sealed class UncarriedFields(Func<JsonElement, bool?> isLeftOut)
{
    /// <summary>How many are named. Nobody reads more, and a body could have a million.</summary>
    public const int Most = 64;

    /// <summary>Of a path. A name in a body can be as long as the body.</summary>
    private const int MostCharacters = 256;

    private readonly List<string> names = [];
    private readonly HashSet<string> kinds = [];
    private readonly List<Step> path = [];

    /// <summary>Those of the body itself first, so that a long conversation does not hide them.</summary>
    public IReadOnlyList<string> Of(JsonElement root)
    {
        foreach (var member in root.EnumerateObject())
            if (isLeftOut(member.Value) is true)
                Name(member);
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

    /// <summary>An item has no name of its own: what is in it was told, or each of it was not.</summary>
    private void VisitItem(int index, JsonElement item)
    {
        if (isLeftOut(item) is not false)
            Descend(new Step(null, index), item);
    }

    private void VisitMember(JsonProperty member)
    {
        var answer = isLeftOut(member.Value);
        if (answer is true)
            Name(member);
        else if (answer is null)
            Descend(new Step(member, 0), member.Value);
    }

    private void Descend(Step step, JsonElement value)
    {
        if (names.Count == Most)
            return;
        path.Add(step);
        Visit(value);
        path.RemoveAt(path.Count - 1);
    }

    /// <summary>Of the likes of <c>input[0].id</c> and <c>input[1].id</c> only the first.</summary>
    private void Name(JsonProperty member)
    {
        if (names.Count == Most || IsEmpty(member.Value))
            return;
        path.Add(new Step(member, 0));
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

        return text.ToString(0, Math.Min(text.Length, MostCharacters));
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
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
