using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>A request goes from Responses to chat completions, its answer back.</summary>
internal sealed class ResponsesToChatTranslation(TranslationContext context) : ITranslation
{
    private readonly ToolNames names = new();
    private ResponseEcho echo = ResponseEcho.Nothing;
    private ResponseFromChat? stream;

    /// <summary>
    /// Types of tools that the client offered and that are left out, because only OpenAI's servers run them: for example
    /// <c>web_search</c>. Known after <see cref="Request"/>; the answer's <c>tools</c> leave them out, too.
    /// </summary>
    public IReadOnlyList<string> NotOffered { get; private set; } = [];

    /// <summary>
    /// The id of the stored response that this one continues. <c>input</c> already contains its conversation; the answer repeats the id.
    /// </summary>
    public string? PreviousResponseId { get; init; }

    public FieldTracker Tracker { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) =>
        TranslatedJson.FromRequest(
            body,
            Tracker,
            (root, json) =>
            {
                var request = new ChatRequestFromResponses(names, context.OutputLimitField, context.OutputLimit);
                request.Write(json, root, head => WriteModel(head, root));
                NotOffered = request.Tools.NotOffered;
                // Not read as fields: to repeat a member to the caller is not to carry it to the upstream.
                echo = ResponseEcho.From(root.Value, request.Tools.FromRequest.Select(tool => tool.Value), PreviousResponseId);
            }
        );

    public StreamPosition Position => new(ResponseId: null, stream?.NextSequence ?? 0);

    public byte[] Answer(ReadOnlyMemory<byte> answer) =>
        TranslatedJson.FromAnswer(
            answer,
            (completion, json) =>
            {
                var response = new ResponseFromChat(context, names, echo);
                response.ReadWhole(completion);
                response.WriteResponse(json);
            }
        );

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        stream ??= new ResponseFromChat(context, names, echo);
        var data = SseData.From(sse);
        if (SseData.IsDone(data))
            stream.Finish(output);
        else if (!data.IsEmpty)
            TranslatedJson.ReadEvent(data, chunk => stream.Read(chunk, output));
        else if (SseData.IsComment(sse))
            output.Write(sse);
    }

    private void WriteModel(Utf8JsonWriter json, JsonField body)
    {
        json.WriteString("model", context.UpstreamModel);
        if (!body.Flag("stream"))
            return;
        json.WriteBoolean("stream", true);
        json.WriteRaw("stream_options", """{"include_usage":true}"""u8);
    }
}
