using System.Text.Json;

namespace Platform.Gateway.Translation.Json;

/// <summary>
/// Which fields of a request are refused, by their reasons: those that ask for another answer than this protocol can give. All others
/// that are not told are left out and named by the <see cref="FieldTracker"/>, for clients send new ones in most of their releases.
/// </summary>
internal sealed class RefusedFields(string protocol, params (string Name, string? Why)[] refused)
{
    /// <exception cref="UntranslatableException">A field is refused, and it asks for something.</exception>
    public void Check(JsonField body)
    {
        foreach (var (name, why) in refused)
            if (body[name] is { } field)
                Check(name, field, why);
    }

    private void Check(string name, JsonField field, string? why)
    {
        if (!AsksNothing(field.Value))
            throw field.Refused(why is null
                ? $"{name} has no equal in {protocol}, which this model's provider speaks. Leave it out, or choose a model whose provider speaks yours."
                : $"{name}: {why}");
        field.Tell();
    }

    /// <summary>Clients like to send defaults: false, 0, and what is empty.</summary>
    private static bool AsksNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };
}
