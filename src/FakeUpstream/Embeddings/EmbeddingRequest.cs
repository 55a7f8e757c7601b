using System.Text.Json;
using Platform.FakeUpstream.Serving;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Embeddings;

/// <param name="Dimensions">The length of a vector.</param>
/// <param name="Base64">Whether vectors are sent as the base64 of little-endian 32-bit floats.</param>
internal sealed record EmbeddingRequest(string Model, TextInput Input, int Dimensions, bool Base64)
{
    private const int MaxDimensions = 1536;

    /// <exception cref="Refusal">A field is missing or wrong.</exception>
    public static EmbeddingRequest Read(JsonElement body)
    {
        var model =
            body.Field("model", "a string", JsonValueKind.String)?.Text()
            ?? throw new Refusal(OpenAIError.Invalid("you must provide a model parameter"));
        return new EmbeddingRequest(
            model,
            TextInput.Read(body, "input"),
            body.Whole("dimensions", 1, MaxDimensions) ?? MaxDimensions,
            IsBase64(body)
        );
    }

    private static bool IsBase64(JsonElement body) =>
        body.Field("encoding_format", "a string", JsonValueKind.String)?.Text() switch
        {
            null or "float" => false,
            "base64" => true,
            var other => throw new Refusal(
                OpenAIError.Invalid(
                    $"Invalid value: '{other}'. Supported values are: 'float' and 'base64'.",
                    "encoding_format",
                    "invalid_value"
                )
            ),
        };
}
