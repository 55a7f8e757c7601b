using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Writes the chunks of a chat completion, one method each.</summary>
internal sealed class MessageChunkWriter(JsonEventBuffer events, TranslationContext context)
{
    private readonly string id = new AnswerIds(context).Completion;
    private readonly long created = context.CreatedAt.ToUnixTimeSeconds();

    public string Model { get; set; } = context.AnswerModel;

    public void Start() =>
        AddDelta(writer =>
        {
            writer.WriteString("role", "assistant");
            writer.WriteString("content", "");
        });

    /// <param name="kind">content or reasoning_content.</param>
    public void Say(string kind, string text) => AddDelta(writer => writer.WriteString(kind, text));

    public void OpenCall(int number, string callId, string name) =>
        AddCall(
            number,
            writer =>
            {
                writer.WriteString("id", callId);
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", name);
                writer.WriteString("arguments", "");
                writer.WriteEndObject();
            }
        );

    public void Arguments(int number, string fragment) =>
        AddCall(
            number,
            writer =>
            {
                writer.WriteStartObject("function");
                writer.WriteString("arguments", fragment);
                writer.WriteEndObject();
            }
        );

    public void Finish(string reason) => AddDelta(_ => { }, reason);

    public void Usage(UsageCounts usage) =>
        Add(writer =>
        {
            writer.WriteStartArray("choices");
            writer.WriteEndArray();
            usage.WriteForChat(writer);
        });

    public void Done() => events.AddRaw("data: [DONE]\n\n"u8);

    private void AddCall(int number, Action<Utf8JsonWriter> write) =>
        AddDelta(writer =>
        {
            writer.WriteStartArray("tool_calls");
            writer.WriteStartObject();
            writer.WriteNumber("index", number);
            write(writer);
            writer.WriteEndObject();
            writer.WriteEndArray();
        });

    private void AddDelta(Action<Utf8JsonWriter> write, string? finish = null) =>
        Add(writer =>
        {
            writer.WriteStartArray("choices");
            writer.WriteStartObject();
            writer.WriteNumber("index", 0);
            writer.WriteStartObject("delta");
            write(writer);
            writer.WriteEndObject();
            writer.WriteString("finish_reason", finish);
            writer.WriteEndObject();
            writer.WriteEndArray();
        });

    private void Add(Action<Utf8JsonWriter> write) =>
        events.Add(
            null,
            writer =>
            {
                writer.WriteString("id", id);
                writer.WriteString("object", "chat.completion.chunk");
                writer.WriteNumber("created", created);
                writer.WriteString("model", Model);
                write(writer);
            }
        );
}
