using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Requests;

/// <summary>
/// The models that a body names by <c>models</c>, in the shape of OpenRouter: those that answer where the first cannot. The member is the
/// gateway's, and no upstream is sent it: it could choose by it, at a price that nobody here knows.
/// </summary>
/// <param name="Body">Without the member, and with <c>model</c> where only <c>models</c> was there.</param>
/// <param name="Fallbacks">Those besides <c>model</c>, each once.</param>
internal readonly record struct NamedModels(ReadOnlyMemory<byte> Body, IReadOnlyList<string> Fallbacks)
{
    private const int MaxModels = 8;
    private const string Member = "models";

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    public static StepResult<NamedModels> Take(ReadOnlyMemory<byte> body, Protocol protocol)
    {
        if (protocol is { Generates: false, CountsTokens: false } || body.Span.IndexOf("\"models\""u8) < 0)
            return new NamedModels(body, []);
        try
        {
            return Find(body.Span, out var found) is { } error ? error
                : found.Models is { } list ? Without(body, list, found)
                : new NamedModels(body, []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser says what is wrong with it.
            return new NamedModels(body, []);
        }
    }

    private static ApiError? Find(ReadOnlySpan<byte> body, out Members found)
    {
        found = default;
        var json = new Utf8JsonReader(body, Deep);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return null;
        found.First = (int)json.BytesConsumed;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isModel, isModels, start) = (json.ValueTextEquals("model"u8), json.ValueTextEquals("models"u8), (int)json.TokenStartIndex);
            json.Read();
            if (isModel)
                found.Model = json.TokenType == JsonTokenType.String ? json.GetString() : "";
            if (!isModels)
            {
                json.Skip();
                continue;
            }

            if (found.Models is not null)
                return RequestProblems.Twice(Member);
            if (Read(ref json) is not { } models)
                return ApiErrors.InvalidRequest(
                    $"{Member} must be a list of at most {MaxModels} names of models, for example [\"gpt-6-sol\", \"gpt-6-luna\"]. "
                        + "GET /v1/models lists them.",
                    Member
                );
            (found.Models, found.At) = (models, start..(int)json.BytesConsumed);
        }

        return null;
    }

    private static List<string>? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
            return [];
        if (json.TokenType != JsonTokenType.StartArray)
            return null;
        var models = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.String || json.GetString() is not { Length: > 0 } name || models.Count == MaxModels)
                return null;
            models.Add(name);
        }

        return models;
    }

    private static NamedModels Without(ReadOnlyMemory<byte> body, List<string> models, Members found)
    {
        var model = found.Model ?? models.FirstOrDefault();
        Splice[] splices =
            found.Model is null && model is not null
                ? [new Splice(found.At, [.. "\"model\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(model)])]
                : [.. DialectMember.Remove(body, [new DialectMember(Member, found.At, found.At)], found.First)];
        return new NamedModels(Splice.Into(body.Span, splices), [.. models.Where(name => name != model).Distinct(StringComparer.Ordinal)]);
    }

    private record struct Members(string? Model, List<string>? Models, Range At, int First);
}
