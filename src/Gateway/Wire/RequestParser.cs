using System.Text.Json;

namespace Platform.Gateway.Wire;

/// <summary>
/// Reads a request's body in one forward pass, without building a document. Refuses what it could bill wrongly: a member
/// that decides the bill and stands there twice would be read one way here and perhaps another upstream.
/// </summary>
public ref struct RequestParser
{
    private const int MostChoices = 128;

    private readonly ReadOnlyMemory<byte> body;
    private readonly RequestShape shape;
    private Utf8JsonReader json;
    private string? model, previousResponse;
    private Range modelAt;
    private Range? subjectAt, previousResponseAt, streamOptionsAt, includeUsageAt;
    private bool stream, includeUsage, hasInput;
    private bool? store;
    private long? limit;
    private int choices = 1;
    private long promptBytes;

    /// <summary>Bits of the prompt's and the limits' members that were there, and of the others by name.</summary>
    private uint seen;

    private RequestParser(ReadOnlyMemory<byte> body, RequestShape shape)
    {
        (this.body, this.shape) = (body, shape);
        json = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 256 });
    }

    /// <summary>The request, or why it is none.</summary>
    public static (InferenceRequest? Request, ApiError? Error) Parse(ReadOnlyMemory<byte> body, RequestShape shape)
    {
        var parser = new RequestParser(body, shape);
        try
        {
            return parser.Read() is { } error ? (null, error) : parser.Finish();
        }
        catch (JsonException e)
        {
            return (null, ApiErrors.InvalidRequest(
                $"The request body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). Check for a missing quote, comma or brace."));
        }
    }

    private ApiError? Read()
    {
        if (body.Length == 0)
            return ApiErrors.InvalidRequest($"The request body is empty. Send a JSON object with model and {shape.Subject}.");
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return ApiErrors.InvalidRequest($"The request body is not a JSON object. Send an object with model and {shape.Subject}.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (ReadMember() is { } error)
                return error;
        }

        // Anything but white space after the object makes this throw.
        json.Read();
        return null;
    }

    private ApiError? ReadMember()
    {
        if (json.ValueTextEquals("model"u8))
            return Again(0) ? Twice("model") : ReadModel();
        if (json.ValueTextEquals("stream"u8))
            return Again(1) ? Twice("stream") : ReadFlag("stream", out stream);
        if (shape.HasStreamOptions && json.ValueTextEquals("stream_options"u8))
            return Again(2) ? Twice("stream_options") : ReadStreamOptions();
        if (shape.CanContinue && json.ValueTextEquals("previous_response_id"u8))
            return Again(4) ? Twice("previous_response_id") : ReadPrevious();
        if (shape.CanContinue && json.ValueTextEquals("store"u8))
            return Again(5) ? Twice("store") : ReadStore();
        if (Among(shape.Choices) is >= 0 and var choice)
            return Again(8 + choice) ? Twice(shape.Choices[choice]) : ReadChoices(shape.Choices[choice]);
        if (Among(shape.Limits) is >= 0 and var limited)
            return Again(16 + limited) ? Twice(shape.Limits[limited]) : ReadLimit(shape.Limits[limited]);
        if (Among(shape.Prompt) is >= 0 and var prompt)
            return Again(24 + prompt) ? Twice(shape.Prompt[prompt]) : ReadPrompt(shape.Prompt[prompt]);
        hasInput |= json.ValueTextEquals("input"u8);
        SkipValue();
        return null;
    }

    /// <summary>Which of the names the member has; -1 for none.</summary>
    private readonly int Among(string[] names)
    {
        for (var place = 0; place < names.Length; place++)
            if (json.ValueTextEquals(names[place]))
                return place;
        return -1;
    }

    private bool Again(int bit)
    {
        var before = seen;
        seen |= 1u << bit;
        return seen == before;
    }

    private ApiError? ReadModel()
    {
        modelAt = SkipValue();
        if (json.TokenType != JsonTokenType.String || json.GetString() is not { Length: > 0 } name)
            return ApiErrors.InvalidRequest("model must be a text that is not empty, for example \"gpt-4.1-mini\". GET /v1/models lists the names.", "model");
        model = name;
        return null;
    }

    private ApiError? ReadPrompt(string name)
    {
        var at = SkipValue();
        promptBytes += json.TokenType == JsonTokenType.Null ? 0 : Length(at);
        if (name != shape.Subject)
            return null;
        subjectAt = at;
        var fits = Length(at) > 2 && json.TokenType switch
        {
            JsonTokenType.String => shape.SubjectForms.HasFlag(SubjectForms.Text),
            JsonTokenType.EndArray => true,
            _ => false,
        };
        return fits ? null : ApiErrors.InvalidRequest(shape.SubjectForms.HasFlag(SubjectForms.Text)
            ? $"{name} must be a text, or a list, that is not empty."
            : $"{name} must be a list of at least one message, each with role and content.", name);
    }

    private ApiError? ReadFlag(string name, out bool flag)
    {
        SkipValue();
        flag = json.TokenType == JsonTokenType.True;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            ? null
            : ApiErrors.InvalidRequest($"{name} must be true or false.", name);
    }

    private ApiError? ReadStore()
    {
        var error = ReadFlag("store", out var flag);
        store = json.TokenType == JsonTokenType.Null ? null : flag;
        return error;
    }

    private ApiError? ReadPrevious()
    {
        previousResponseAt = SkipValue();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        previousResponse = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return previousResponse is { Length: > 0 and <= 200 } ? null : ApiErrors.InvalidRequest(
            "previous_response_id must be the id of an earlier response, or null.", "previous_response_id");
    }

    private ApiError? ReadStreamOptions()
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isIncludeUsage = json.ValueTextEquals("include_usage"u8);
                if (isIncludeUsage && includeUsageAt is not null)
                    return Twice("stream_options.include_usage");
                var at = SkipValue();
                if (isIncludeUsage)
                    (includeUsageAt, includeUsage) = (at, json.TokenType == JsonTokenType.True);
            }
        }
        else if (json.TokenType != JsonTokenType.Null)
        {
            return ApiErrors.InvalidRequest("stream_options must be an object, for example {\"include_usage\": true}.", "stream_options");
        }

        streamOptionsAt = start..(int)json.BytesConsumed;
        return null;
    }

    /// <summary>Null limits nothing.</summary>
    private ApiError? ReadLimit(string name)
    {
        SkipValue();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var tokens) || tokens < 1)
            return ApiErrors.InvalidRequest($"{name} must be a whole number of tokens, 1 or more.", name);
        limit = Math.Min(limit ?? tokens, tokens);
        return null;
    }

    private ApiError? ReadChoices(string name)
    {
        SkipValue();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var n) || n is < 1 or > MostChoices)
            return ApiErrors.InvalidRequest($"{name} must be a whole number from 1 to {MostChoices}.", name);
        choices = Math.Max(choices, n);
        return null;
    }

    private readonly (InferenceRequest? Request, ApiError? Error) Finish()
    {
        if (model is null)
            return (null, ApiErrors.InvalidRequest("model is missing. Add the name of a model, for example \"model\": \"gpt-4.1-mini\"; GET /v1/models lists them.", "model"));
        if (subjectAt is null && previousResponse is null)
            return (null, ApiErrors.InvalidRequest(MissingSubject(), shape.Subject));
        if (shape.LimitRequired && limit is null)
            return (null, ApiErrors.InvalidRequest($"{shape.Limits[0]} is missing. Add the most tokens the answer may have, for example \"{shape.Limits[0]}\": 1024.", shape.Limits[0]));
        return (new InferenceRequest
        {
            Body = body,
            Model = model,
            ModelAt = modelAt,
            FirstMemberAt = body.Span.IndexOf((byte)'{') + 1,
            SubjectAt = subjectAt,
            Stream = stream,
            IncludeUsage = includeUsage || !shape.HasStreamOptions,
            StreamOptionsAt = streamOptionsAt,
            IncludeUsageAt = includeUsageAt,
            MaxOutputTokens = limit,
            LimitNames = shape.Limits,
            Choices = choices,
            PromptBytes = promptBytes,
            PreviousResponse = previousResponse,
            PreviousResponseAt = previousResponseAt,
            Store = shape.CanContinue && store is not false,
        }, null);
    }

    private readonly string MissingSubject() => shape.Subject == "messages" && hasInput
        ? "messages is missing: this body has the shape of the Responses API (input). Choose chat completions in your tool, or send messages."
        : $"{shape.Subject} is missing. Add {(shape.Subject == "messages" ? "a list of messages" : "it")}, for example {shape.Example}.";

    /// <summary>Reads past the next value; the reader then stands on its last token.</summary>
    private Range SkipValue()
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return start..(int)json.BytesConsumed;
    }

    private static long Length(Range range) => range.End.Value - range.Start.Value;

    private static ApiError Twice(string name) => ApiErrors.InvalidRequest(
        $"{name} stands in the body twice. It decides what the request costs, so it must stand there once.", name);
}
