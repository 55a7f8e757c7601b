using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>The caller speaks Responses, the upstream chat completions.</summary>
public sealed class ResponsesToChatTranslation(TranslationContext context) : ITranslation
{
    private readonly ToolNames names = new();
    private ResponseEcho echo = ResponseEcho.Nothing;
    private ResponseFromChat? stream;

    /// <summary>
    /// Types of tools that the client offered and the model was not told of, for only OpenAI's servers run them: for example
    /// <c>web_search</c>. Known after <see cref="Request"/>; the answer's <c>tools</c> do not have them either.
    /// </summary>
    public IReadOnlyList<string> NotOffered { get; private set; } = [];

    /// <summary>The stored response that this one goes on from, which already stands in <c>input</c>; the answer repeats its id.</summary>
    public string? PreviousResponseId { get; init; }

    public FieldTracker Tracker { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) => RawJson.FromCaller(body, Tracker, (root, json) =>
    {
        var request = new ChatRequestFromResponses(names, context.OutputLimitField, context.OutputLimit);
        request.Write(json, root, head => WriteModel(head, root));
        NotOffered = request.Tools.NotOffered;
        echo = ResponseEcho.Of(root, request.Tools.Told, PreviousResponseId);
    });

    public StreamPosition Position => new(ResponseId: null, stream?.NextSequence ?? 0);

    public byte[] Answer(ReadOnlyMemory<byte> answer)
    {
        var whole = new ResponseFromChat(context, names, echo);
        RawJson.FromUpstream(answer.Span, whole.ReadWhole);
        return RawJson.Write(whole.WriteResponse);
    }

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        stream ??= new ResponseFromChat(context, names, echo);
        var data = SseData.Of(sse);
        if (SseData.IsDone(data))
            stream.Finish(output);
        else if (!data.IsEmpty)
            RawJson.FromUpstream(data, chunk => stream.Read(chunk, output));
        else if (SseData.IsComment(sse))
            output.Write(sse);
    }

    private void WriteModel(Utf8JsonWriter json, RawNode body)
    {
        json.WriteString("model", context.UpstreamModel);
        if (!body.Flag("stream"))
            return;
        json.WriteBoolean("stream", true);
        json.WriteRaw("stream_options", """{"include_usage":true}"""u8);
    }
}
