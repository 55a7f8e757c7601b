using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>The models that answer for others.</summary>
internal static class Fallbacks
{
    /// <summary>The ids on the way from the model back to it; null where there is none.</summary>
    public static IReadOnlyList<string>? Circle(Model model, IReadOnlyList<Model> all) => Way(model, model.Id, all, []);

    private static IReadOnlyList<string>? Way(Model from, string to, IReadOnlyList<Model> all, HashSet<string> seen)
    {
        foreach (var next in from.Fallbacks ?? [])
        {
            if (next == to)
                return [from.Id, to];
            if (seen.Add(next) && all.FirstOrDefault(each => each.Id == next) is { } model && Way(model, to, all, seen) is { } rest)
                return [from.Id, .. rest];
        }

        return null;
    }
}
