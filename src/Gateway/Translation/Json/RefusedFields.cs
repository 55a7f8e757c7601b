using System.Text.Json;

namespace Platform.Gateway.Translation.Json;

/// <summary>
/// The fields of a request that are refused, with the reason: they ask for an answer that the upstream's protocol cannot give. Other
/// fields that are not carried are left out and named by the <see cref="Tracking.FieldTracker"/>: clients add fields in most of their releases.
/// </summary>
internal sealed class RefusedFields(string protocol, params (string Name, string? Why)[] refused)
{
    /// <exception cref="UntranslatableException">A refused field is there and asks for something.</exception>
    public void Check(JsonField body)
    {
        foreach (var (name, why) in refused)
            if (body[name] is { } field)
                Check(name, field, why);
    }

    private void Check(string name, JsonField field, string? why)
    {
        if (!IsDefault(field.Value))
            throw field.Refused(
                why is null
                    ? $"{name} has no equal in {protocol}, which this model's provider speaks. Leave it out, or choose a model whose "
                        + "provider speaks yours."
                    : $"{name}: {why}"
            );
        field.MarkCarried();
    }

    /// <summary>Some clients send defaults: false, 0 and empty values.</summary>
    private static bool IsDefault(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.False => true,
            JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
            JsonValueKind.String => value.ValueEquals(""),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => value.GetPropertyCount() == 0,
            _ => false,
        };
}
