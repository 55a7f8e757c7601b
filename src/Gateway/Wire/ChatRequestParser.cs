using System.Text.Json;

namespace Platform.Gateway.Wire;

/// <summary>
/// Reads a chat completions body in one forward pass, without building a document. Refuses what it could bill wrongly: a member
/// that decides the bill and stands there twice would be read one way here and perhaps another upstream.
/// </summary>
public ref struct ChatRequestParser
{
    private const int MostChoices = 128;

    private readonly ReadOnlyMemory<byte> body;
    private Utf8JsonReader json;
    private string? model;
    private Range modelAt;
    private Range? streamOptionsAt, includeUsageAt;
    private bool? stream;
    private bool includeUsage, hasMessages, hasInput, hasTools;
    private long? maxTokens, maxCompletionTokens;
    private int? choices;
    private long promptBytes;

    private ChatRequestParser(ReadOnlyMemory<byte> body)
    {
        this.body = body;
        json = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 256 });
    }

    /// <summary>The request, or why it is none.</summary>
    public static (InferenceRequest? Request, ApiError? Error) Parse(ReadOnlyMemory<byte> body)
    {
        var parser = new ChatRequestParser(body);
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
            return ApiErrors.InvalidRequest("The request body is empty. Send a JSON object with model and messages.");
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return ApiErrors.InvalidRequest("The request body is not a JSON object. Send an object with model and messages.");
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
            return model is not null ? Twice("model") : ReadModel();
        if (json.ValueTextEquals("messages"u8))
            return hasMessages ? Twice("messages") : ReadMessages();
        if (json.ValueTextEquals("tools"u8))
            return hasTools ? Twice("tools") : ReadTools();
        if (json.ValueTextEquals("stream"u8))
            return stream is not null ? Twice("stream") : ReadStream();
        if (json.ValueTextEquals("stream_options"u8))
            return streamOptionsAt is not null ? Twice("stream_options") : ReadStreamOptions();
        if (json.ValueTextEquals("max_tokens"u8))
            return maxTokens is not null ? Twice("max_tokens") : ReadLimit("max_tokens", out maxTokens);
        if (json.ValueTextEquals("max_completion_tokens"u8))
            return maxCompletionTokens is not null ? Twice("max_completion_tokens") : ReadLimit("max_completion_tokens", out maxCompletionTokens);
        if (json.ValueTextEquals("n"u8))
            return choices is not null ? Twice("n") : ReadChoices();
        hasInput |= json.ValueTextEquals("input"u8);
        SkipValue();
        return null;
    }

    private ApiError? ReadModel()
    {
        modelAt = SkipValue();
        if (json.TokenType != JsonTokenType.String || json.GetString() is not { Length: > 0 } name)
            return ApiErrors.InvalidRequest("model must be a text that is not empty, for example \"gpt-4.1-mini\". GET /v1/models lists the names.", "model");
        model = name;
        return null;
    }

    private ApiError? ReadMessages()
    {
        hasMessages = true;
        var at = SkipValue();
        promptBytes += Length(at);
        return json.TokenType == JsonTokenType.EndArray && Length(at) > 2
            ? null
            : ApiErrors.InvalidRequest("messages must be a list of at least one message, each with role and content.", "messages");
    }

    private ApiError? ReadTools()
    {
        hasTools = true;
        var at = SkipValue();
        promptBytes += json.TokenType == JsonTokenType.Null ? 0 : Length(at);
        return null;
    }

    private ApiError? ReadStream()
    {
        SkipValue();
        stream = json.TokenType == JsonTokenType.True;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            ? null
            : ApiErrors.InvalidRequest("stream must be true or false.", "stream");
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

    private ApiError? ReadLimit(string name, out long? limit)
    {
        SkipValue();
        limit = 0;
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var tokens) || tokens < 1)
            return ApiErrors.InvalidRequest($"{name} must be a whole number of tokens, 1 or more.", name);
        limit = tokens;
        return null;
    }

    private ApiError? ReadChoices()
    {
        SkipValue();
        choices = 1;
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var n) || n is < 1 or > MostChoices)
            return ApiErrors.InvalidRequest($"n must be a whole number from 1 to {MostChoices}.", "n");
        choices = n;
        return null;
    }

    private readonly (InferenceRequest? Request, ApiError? Error) Finish()
    {
        if (model is null)
            return (null, ApiErrors.InvalidRequest("model is missing. Add the name of a model, for example \"model\": \"gpt-4.1-mini\"; GET /v1/models lists them.", "model"));
        if (!hasMessages)
            return (null, ApiErrors.InvalidRequest(hasInput
                ? "messages is missing: this body has the shape of the Responses API (input). Choose chat completions in your tool, or send messages."
                : "messages is missing. Add a list of messages, for example [{\"role\": \"user\", \"content\": \"Hello\"}].", "messages"));
        return (new InferenceRequest
        {
            Body = body,
            Model = model,
            ModelAt = modelAt,
            FirstMemberAt = body.Span.IndexOf((byte)'{') + 1,
            Stream = stream is true,
            IncludeUsage = includeUsage,
            StreamOptionsAt = streamOptionsAt,
            IncludeUsageAt = includeUsageAt,
            MaxOutputTokens = Smaller(maxTokens, maxCompletionTokens),
            Choices = choices ?? 1,
            PromptBytes = promptBytes,
        }, null);
    }

    /// <summary>Reads past the next value; the reader then stands on its last token.</summary>
    private Range SkipValue()
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return start..(int)json.BytesConsumed;
    }

    private static long Length(Range range) => range.End.Value - range.Start.Value;

    /// <summary>Zero stands for a limit that is named and null, which limits nothing.</summary>
    private static long? Smaller(long? a, long? b) => (a is > 0 ? a : null, b is > 0 ? b : null) switch
    {
        (null, var other) => other,
        (var one, null) => one,
        var (one, other) => Math.Min(one.Value, other.Value),
    };

    private static ApiError Twice(string name) => ApiErrors.InvalidRequest(
        $"{name} stands in the body twice. It decides what the request costs, so it must stand there once.", name);
}
