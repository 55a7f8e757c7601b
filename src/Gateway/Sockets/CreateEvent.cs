using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Sockets;

/// <summary>
/// A client's message: <c>response.create</c>, which is the body of <c>POST /v1/responses</c> with members of the transport in it. Pure.
/// </summary>
/// <param name="StreamId">The lane's name; null where it has none, or none that is valid.</param>
/// <param name="WarmsUp">No answer is wanted: <c>"generate": false</c>.</param>
/// <param name="Body">The body of the request, which asks for a stream; or what is wrong with the message.</param>
internal sealed record CreateEvent(string? StreamId, bool WarmsUp, StepResult<ReadOnlyMemory<byte>> Body)
{
    private const int MaxStreamId = 256;

    /// <summary>The memory that the message takes, until its request is over.</summary>
    public IDisposable? Memory { get; init; }

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    private static readonly SearchValues<char> InStreamId = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."
    );

    /// <summary>Null for a message that wants no answer: Codex says that it has read a response.</summary>
    public static CreateEvent? From(ReadOnlyMemory<byte> message)
    {
        var reader = new MessageFields(message.Span);
        try
        {
            return reader.Read() is { } error ? new CreateEvent(reader.StreamId, false, error)
                : reader.IsAcknowledgement ? null
                : new CreateEvent(reader.StreamId, reader.WarmsUp, reader.ToBody());
        }
        catch (JsonException e)
        {
            return new CreateEvent(reader.StreamId, false, RequestProblems.NoJson(e));
        }
        catch (InvalidOperationException)
        {
            return new CreateEvent(reader.StreamId, false, RequestProblems.NotUnicode(null));
        }
    }

    public static CreateEvent Refused(ApiError error) => new(null, false, error);

    private ref struct MessageFields(ReadOnlySpan<byte> message)
    {
        private readonly ReadOnlySpan<byte> message = message;
        private readonly List<Range> kept = [];
        private Range? input;
        private bool isCreate,
            hasPrevious,
            hasType,
            hasStreamId;

        public string? StreamId { get; private set; }

        public bool WarmsUp { get; private set; }

        public bool IsAcknowledgement { get; private set; }

        public ApiError? Read()
        {
            var json = new Utf8JsonReader(message, Deep);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return ApiErrors.InvalidRequest(
                    "The message is not a JSON object. Send {\"type\": \"response.create\", \"model\": ..., \"input\": ...} as one text message."
                );
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                if (ReadMember(ref json) is { } error)
                    return error;
            // Anything behind the object makes this throw.
            json.Read();
            return isCreate || IsAcknowledgement
                ? null
                : ApiErrors.InvalidRequest(
                    hasType
                        ? "type is not one that is known here. Send \"type\": \"response.create\"; closing the connection ends what is under way."
                        : "type is missing. Send \"type\": \"response.create\".",
                    "type"
                );
        }

        private ApiError? ReadMember(ref Utf8JsonReader json)
        {
            var start = (int)json.TokenStartIndex;
            if (json.ValueTextEquals("type"u8))
                return ReadType(ref json);
            if (json.ValueTextEquals("stream_id"u8))
                return ReadStreamId(ref json);
            var (isGenerate, isTransport) = (json.ValueTextEquals("generate"u8), json.ValueTextEquals("stream"u8));
            var (isInput, isPrevious) = (json.ValueTextEquals("input"u8), json.ValueTextEquals("previous_response_id"u8));
            json.Read();
            var isEmpty = isInput && IsEmptyList(json);
            hasPrevious |= isPrevious && json.TokenType == JsonTokenType.String;
            WarmsUp |= isGenerate && json.TokenType == JsonTokenType.False;
            json.Skip();
            var range = start..(int)json.BytesConsumed;
            if (isEmpty && input is null)
                input = range;
            else if (!isGenerate && !isTransport)
                kept.Add(range);
            return null;
        }

        private static bool IsEmptyList(Utf8JsonReader json) =>
            json.TokenType == JsonTokenType.StartArray && json.Read() && json.TokenType == JsonTokenType.EndArray;

        private ApiError? ReadType(ref Utf8JsonReader json)
        {
            json.Read();
            if (hasType)
                return Twice("type");
            hasType = true;
            isCreate = json.TokenType == JsonTokenType.String && json.ValueTextEquals("response.create"u8);
            IsAcknowledgement = json.TokenType == JsonTokenType.String && json.ValueTextEquals("response.processed"u8);
            json.Skip();
            return null;
        }

        private ApiError? ReadStreamId(ref Utf8JsonReader json)
        {
            json.Read();
            if (hasStreamId)
                return Twice("stream_id");
            hasStreamId = true;
            if (json.TokenType == JsonTokenType.Null)
                return null;
            var id = json.TokenType == JsonTokenType.String ? json.GetString()! : "";
            json.Skip();
            if (id.Length is 0 or > MaxStreamId || id.AsSpan().ContainsAnyExcept(InStreamId))
                return ApiErrors.InvalidStreamId();
            StreamId = id;
            return null;
        }

        private static ApiError Twice(string name) => ApiErrors.InvalidRequest($"{name} stands in the message twice. Send it once.", name);

        /// <summary>
        /// The members that are the request's. A list of no input is left out where the request goes on from a response: Codex sends one
        /// when nothing was said since.
        /// </summary>
        public readonly ReadOnlyMemory<byte> ToBody()
        {
            var body = new ArrayBufferWriter<byte>(message.Length + 16);
            body.Write("{\"stream\":true"u8);
            foreach (var member in kept)
                Add(body, member);
            if (input is { } empty && !hasPrevious)
                Add(body, empty);
            body.Write("}"u8);
            return body.WrittenMemory;
        }

        private readonly void Add(ArrayBufferWriter<byte> body, Range member)
        {
            body.Write(","u8);
            body.Write(message[member]);
        }
    }
}
