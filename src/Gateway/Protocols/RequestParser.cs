using System.Diagnostics;
using System.Text.Json;
using System.Text.Unicode;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols.Media;

namespace Platform.Gateway.Protocols;

/// <summary>
/// Reads a request's body in one forward pass, without building a document. Refuses what could be billed wrongly: where a member that
/// decides the bill is there twice, the gateway might read one and the upstream the other.
/// </summary>
internal ref struct RequestParser
{
    private const int MaxChoices = 128;

    private readonly ReadOnlyMemory<byte> body;
    private readonly RequestShape shape;
    private Utf8JsonReader json;
    private string? model,
        previousResponse,
        reading;
    private Range modelAt;
    private Range? subjectAt,
        instructionsAt,
        previousResponseAt,
        storeAt,
        includeAt,
        metadataAt,
        promptCacheKeyAt;
    private PromptParts prompt;
    private List<PricedMember>? pricedMembers;
    private StreamOptions? streamOptions;
    private List<DialectMember>? dialect;
    private bool stream,
        hasInput,
        isBatch;
    private bool? store;
    private long? limit;
    private int choices = 1;

    /// <summary>A bit for each member that was seen: from 0 by name, from 8 the choices, from 16 the limits, from 24 the prompt.</summary>
    private uint seen;

    private RequestParser(ReadOnlyMemory<byte> body, RequestShape shape)
    {
        (this.body, this.shape) = (body, shape);
        json = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 256 });
    }

    /// <summary>The request, or the error in it.</summary>
    public static StepResult<InferenceRequest> Parse(ReadOnlyMemory<byte> body, RequestShape shape)
    {
        var parser = new RequestParser(body, shape);
        try
        {
            return parser.Read() is { } error ? error : parser.Finish();
        }
        catch (JsonException e)
        {
            return RequestProblems.NoJson(e);
        }
        catch (InvalidOperationException)
        {
            // The reader checks the escapes of a text or a name only when it is read.
            return RequestProblems.NotUnicode(parser.reading);
        }
    }

    private ApiError? Read()
    {
        if (body.Length == 0)
            return RequestProblems.Empty(shape);
        if (!Utf8.IsValid(body.Span))
            return RequestProblems.NotUtf8();
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return RequestProblems.NoObject(shape);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (ReadMember() is { } error)
                return error;
        }

        // Anything but white space after the object makes this throw. A member that was not read to its end would hide those after it.
        return json.Read() ? throw new UnreachableException("A member of the body was not read to its end.") : null;
    }

    private ApiError? ReadMember()
    {
        if (json.ValueIsEscaped)
            _ = json.GetString();
        if (json.ValueTextEquals("model"u8))
            return IsRepeated(0) ? RequestProblems.Twice("model") : ReadModel();
        if (json.ValueTextEquals("stream"u8))
            return IsRepeated(1) ? RequestProblems.Twice("stream") : ReadFlag("stream", out stream);
        if (shape.HasStreamOptions && json.ValueTextEquals("stream_options"u8))
            return IsRepeated(2) ? RequestProblems.Twice("stream_options") : ReadStreamOptions();
        if (shape.CanContinue && json.ValueTextEquals("previous_response_id"u8))
            return IsRepeated(4) ? RequestProblems.Twice("previous_response_id") : ReadPrevious();
        if (shape.CanStore && json.ValueTextEquals("store"u8))
            return IsRepeated(5) ? RequestProblems.Twice("store") : ReadStore();
        if (shape.CanContinue && json.ValueTextEquals("include"u8))
            return IsRepeated(3) ? RequestProblems.Twice("include") : ReadAt(out includeAt);
        if (shape is { CanStore: true, CanContinue: false } && json.ValueTextEquals("metadata"u8))
            return IsRepeated(6) ? RequestProblems.Twice("metadata") : ReadAt(out metadataAt);
        if (json.ValueTextEquals("prompt_cache_key"u8))
            return ReadAt(out promptCacheKeyAt);
        if (IndexIn(shape.Choices) is >= 0 and var choice)
            return IsRepeated(8 + choice) ? RequestProblems.Twice(shape.Choices[choice]) : ReadChoices(shape.Choices[choice]);
        if (IndexIn(shape.Limits) is >= 0 and var limited)
            return IsRepeated(16 + limited) ? RequestProblems.Twice(shape.Limits[limited]) : ReadLimit(shape.Limits[limited]);
        if (IndexIn(shape.Prompt) is >= 0 and var part)
            return IsRepeated(24 + part) ? RequestProblems.Twice(shape.Prompt[part]) : ReadPrompt(shape.Prompt[part]);
        if (shape.HasDialects)
            foreach (var name in DialectMember.Names)
                if (json.ValueTextEquals(name))
                    return ReadDialect(name);
        prompt.HasHostedTools |= IndexIn(shape.HostedTools) >= 0;
        if (IndexIn(PricedMember.Names) is >= 0 and var priced)
            return ReadPriced(PricedMember.Names[priced]);
        if (MemberName.Meant(json) is { } meant)
            return RequestProblems.WrongCase(json.GetString()!, meant);
        hasInput |= json.ValueTextEquals("input"u8);
        SkipValue();
        return null;
    }

    private ApiError? ReadPriced(string name)
    {
        pricedMembers ??= [];
        if (pricedMembers.Exists(member => member.Name == name))
            return RequestProblems.Twice(name);
        pricedMembers.Add(new PricedMember(name, SkipValue()));
        return null;
    }

    /// <summary>The index of the member's name; -1 where it is none of these.</summary>
    private readonly int IndexIn(string[] names)
    {
        for (var place = 0; place < names.Length; place++)
            if (json.ValueTextEquals(names[place]))
                return place;
        return -1;
    }

    private bool IsRepeated(int bit)
    {
        var before = seen;
        seen |= 1u << bit;
        return seen == before;
    }

    private ApiError? ReadModel()
    {
        modelAt = SkipValue();
        if (json.TokenType != JsonTokenType.String || Text("model") is not { Length: > 0 } name)
            return RequestProblems.WrongModel();
        model = name;
        return null;
    }

    private ApiError? ReadPrompt(string name)
    {
        var at = prompt.Add(name, ref json, body.Span);
        if (name is "instructions" or "system")
            instructionsAt = at;
        if (name != shape.Subject)
            return null;
        subjectAt = at;
        isBatch = shape.CanBatch && json.TokenType == JsonTokenType.EndArray;
        var fits =
            Length(at) > 2
            && json.TokenType switch
            {
                JsonTokenType.String => shape.SubjectForms.HasFlag(SubjectForms.Text),
                JsonTokenType.EndArray => true,
                _ => false,
            };
        return fits ? null : RequestProblems.WrongSubject(shape);
    }

    private ApiError? ReadFlag(string name, out bool flag) => ReadFlag(name, out flag, out _);

    private ApiError? ReadFlag(string name, out bool flag, out Range at)
    {
        at = SkipValue();
        flag = json.TokenType == JsonTokenType.True;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? null : RequestProblems.WrongFlag(name);
    }

    private ApiError? ReadStore()
    {
        var error = ReadFlag("store", out var flag, out var at);
        storeAt = at;
        store = json.TokenType == JsonTokenType.Null ? null : flag;
        return error;
    }

    private ApiError? ReadAt(out Range? at)
    {
        at = SkipValue();
        return null;
    }

    private ApiError? ReadPrevious()
    {
        previousResponseAt = SkipValue();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        previousResponse = json.TokenType == JsonTokenType.String ? Text("previous_response_id") : null;
        return previousResponse is { Length: > 0 and <= 200 } ? null : RequestProblems.WrongPreviousResponse();
    }

    /// <summary>A value that is no object belongs to no dialect that is known here, and passes as it came.</summary>
    private ApiError? ReadDialect(string name)
    {
        var start = (int)json.TokenStartIndex;
        var value = SkipValue();
        if (json.TokenType != JsonTokenType.EndObject)
            return null;
        dialect ??= [];
        if (dialect.Exists(member => member.Name == name))
            return RequestProblems.Twice(name);
        dialect.Add(new DialectMember(name, start..value.End, value));
        return null;
    }

    private readonly bool WantsUsage()
    {
        foreach (var member in dialect ?? [])
            if (member.Name == DialectMember.Usage)
                return DialectMember.HasFlag(body.Span[member.Value], "include"u8);
        return false;
    }

    private ApiError? ReadStreamOptions()
    {
        var error = StreamOptions.Read(ref json, out var options);
        streamOptions = options;
        return error;
    }

    /// <summary>Null limits nothing. Which of two limits a provider heeds is its own affair, so the larger one counts.</summary>
    private ApiError? ReadLimit(string name)
    {
        SkipValue();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var tokens) || tokens < 1)
            return RequestProblems.WrongLimit(name);
        limit = Math.Max(limit ?? tokens, tokens);
        return null;
    }

    private ApiError? ReadChoices(string name)
    {
        SkipValue();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var n) || n is < 1 or > MaxChoices)
            return RequestProblems.WrongChoices(name, MaxChoices);
        choices = Math.Max(choices, n);
        return null;
    }

    private readonly StepResult<InferenceRequest> Finish()
    {
        if (model is null)
            return RequestProblems.NoModel();
        if (subjectAt is null && previousResponse is null)
            return RequestProblems.NoSubject(shape, hasInput);
        if (shape.LimitRequired && limit is null)
            return RequestProblems.NoLimit(shape.Limits[0]);
        return new InferenceRequest
        {
            Body = body,
            Model = model,
            ModelAt = modelAt,
            FirstMemberAt = body.Span.IndexOf((byte)'{') + 1,
            SubjectAt = subjectAt,
            InstructionsAt = instructionsAt,
            Stream = stream,
            IncludeUsage = streamOptions is { IncludeUsage: true } || !shape.HasStreamOptions || WantsUsage(),
            AsksForUsage = streamOptions is { IncludeUsage: true } || !shape.HasStreamOptions,
            Dialect = dialect ?? [],
            StreamOptionsAt = streamOptions?.At,
            IncludeUsageAt = streamOptions?.IncludeUsageAt,
            MaxOutputTokens = limit,
            Choices = choices,
            PromptBytes = prompt.Bytes - prompt.MediaBytes,
            Media = prompt.Media ?? (IReadOnlyList<MediaItem>)[],
            MediaBytes = prompt.MediaBytes,
            PredictionBytes = prompt.PredictionBytes,
            HasTools = prompt.HasTools,
            HasHostedTools = prompt.HasHostedTools,
            IsBatch = isBatch,
            PreviousResponse = previousResponse,
            PreviousResponseAt = previousResponseAt,
            PricedMembers = pricedMembers ?? [],
            HostedTools = prompt.HostedTools ?? [],
            ToolsAt = prompt.ToolsAt,
            Store = shape.CanContinue && store is not false,
            StoreAt = storeAt,
            IncludeAt = includeAt,
            MetadataAt = metadataAt,
            PromptCacheKeyAt = promptCacheKeyAt,
            HasReasoning = prompt.HasReasoning,
        };
    }

    /// <param name="name">Of the member whose value it is.</param>
    private string? Text(string name)
    {
        reading = name;
        var text = json.GetString();
        reading = null;
        return text;
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
}
