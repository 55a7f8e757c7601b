using System.Text.Json;

namespace Platform.FakeUpstream.Wire;

/// <summary>What OpenAI demands of a function's parameters.</summary>
internal static class FunctionRules
{
    private static readonly string[] Refused = ["oneOf", "anyOf", "allOf", "enum", "not"];

    /// <exception cref="Refusal">The schema has one of several forms at its top.</exception>
    public static void Check(JsonElement? parameters, string? name, string param)
    {
        if (parameters is { ValueKind: JsonValueKind.Object } schema && Refused.Any(keyword => schema.TryField(keyword, out _)))
            throw new Refusal(
                OpenAIError.Invalid(
                    $"Invalid schema for function '{name}': schema must have type 'object' and not have "
                        + "'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.",
                    param,
                    "invalid_function_parameters"
                )
            );
    }
}
