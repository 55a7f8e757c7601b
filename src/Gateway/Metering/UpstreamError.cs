using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>An error as an upstream words it: in the body of a refusal, in a whole answer or in a stream.</summary>
/// <param name="Code">Its code; null where it has none, or none that is a plain word.</param>
/// <param name="Type">Its type, which is all that Anthropic has.</param>
/// <param name="Param">The field at fault.</param>
/// <param name="Status">Some servers give the status of HTTP as the code.</param>
internal sealed record UpstreamError(string Message, string? Code = null, string? Type = null, string? Param = null, int? Status = null)
{
    private const int MaxCodeLength = 64,
        MaxParamLength = 200;

    public static UpstreamError Unexplained { get; } = new("it gave no reason");

    /// <param name="error">The value of a member <c>error</c>: a text, or an object with a message.</param>
    public static UpstreamError From(JsonElement error, int maxLength) =>
        error.ValueKind switch
        {
            JsonValueKind.String => Unexplained with { Message = Bounded(TextOf(error), maxLength) },
            JsonValueKind.Object => new(
                Bounded(Text(error, "message") ?? Text(error, "detail"), maxLength),
                Word(Text(error, "code")) ?? Word(Text(error, "status")),
                Word(Text(error, "type")),
                Text(error, "param") is { Length: <= MaxParamLength } param ? param : null,
                Number(error, "code")
            ),
            _ => Unexplained,
        };

    /// <summary>An error whose members stand in an event or a body itself.</summary>
    public static UpstreamError From(string? message, string? code, int maxLength) => new(Bounded(message, maxLength), Word(code));

    private static string Bounded(string? text, int maxLength) =>
        string.IsNullOrWhiteSpace(text) ? Unexplained.Message
        : text.Length <= maxLength ? text
        : text[..maxLength] + "...";

    /// <summary>A code as it may be repeated: other texts are no code, and could be anything.</summary>
    private static string? Word(string? text) =>
        text is { Length: > 0 and <= MaxCodeLength }
        && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')
        && !text.All(char.IsAsciiDigit)
            ? text
            : null;

    private static string? Text(JsonElement error, string name) => error.TryGetProperty(name, out var value) ? TextOf(value) : null;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // It is not of Unicode.
            return null;
        }
    }

    private static int? Number(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value)
        && (
            value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            || int.TryParse(TextOf(value), System.Globalization.CultureInfo.InvariantCulture, out number)
        )
            ? number
            : null;
}
