using System.Collections.Frozen;
using System.Text.Json;

namespace Platform.Gateway.Translation.Messages.Json;

/// <summary>
/// Which fields of a request are told, which are left out because they only advise, and which are refused, by their reasons. What is
/// in none of the three is refused too: nothing that was asked for is lost unseen.
/// </summary>
internal sealed class RequestFields(string protocol, string[] told, string[] hints, params (string Name, string Why)[] refused)
{
    private readonly FrozenSet<string> passed = told.Concat(hints).ToFrozenSet();
    private readonly FrozenDictionary<string, string> reasons = refused.ToFrozenDictionary(field => field.Name, field => field.Why);

    /// <exception cref="UntranslatableException">A field is refused, and it asks for something.</exception>
    public void Check(Node body)
    {
        if (body.Kind != JsonValueKind.Object)
            throw body.Wrong("an object");
        foreach (var field in body.Value.EnumerateObject())
            if (!passed.Contains(field.Name) && !AsksNothing(field.Value))
                throw new UntranslatableException(field.Name, Why(field.Name));
    }

    private string Why(string name) => reasons.TryGetValue(name, out var why)
        ? $"{name}: {why}"
        : $"{name} has no equal in {protocol}, which this model's provider speaks. Leave it out, or choose a model whose provider speaks yours.";

    /// <summary>Clients like to send defaults: null, false, 0, and what is empty.</summary>
    private static bool AsksNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().MoveNext(),
        _ => false,
    };
}
