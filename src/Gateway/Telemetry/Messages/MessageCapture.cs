using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Telemetry.Messages;

/// <summary>
/// Records the messages of a request and its answer on the attempt's span, where a developer's viewer shows them as a conversation. Off
/// unless <c>Telemetry:CaptureMessages</c> is set, and in Development only: elsewhere they are other people's messages, and no setting
/// makes the gateway export them.
/// </summary>
internal sealed class MessageCapture(IOptions<TelemetryOptions> options, IHostEnvironment environment)
{
    public bool IsOn { get; } = environment.IsDevelopment() && options.Value.CaptureMessages;

    /// <param name="body">The body that is sent to the upstream.</param>
    public void Begin(Protocol protocol, AnswerMeter meter, Activity? span, ReadOnlyMemory<byte> body)
    {
        if (!IsOn || span is not { IsAllDataRequested: true } || ConversationReaders.For(protocol) is not { } reader)
            return;
        meter.Copy = new();
        Try(() =>
        {
            using var request = JsonDocument.Parse(body, TranslatedJson.Reading);
            if (reader.Instructions(request.RootElement) is { Count: > 0 } instructions)
                span.SetTag(GenAI.SystemInstructions, MessagesText.From(instructions));
            span.SetTag(GenAI.InputMessages, MessagesText.From(reader.Input(request.RootElement), out var leftOut));
            if (leftOut > 0)
                span.SetTag("platform.messages.left_out", leftOut);
        });
    }

    public static void End(Protocol protocol, AnswerMeter meter, Activity? span)
    {
        if (meter.Copy is not { } copy || span is null || ConversationReaders.For(protocol) is not { } reader)
            return;
        Try(() =>
        {
            var output = copy.Whole is { } answer
                ? reader.Output(Parse(answer))
                : reader.Output([.. copy.Events.Select(Data).OfType<JsonElement>()]);
            if (output.Any(message => message.Parts.Count > 0))
                span.SetTag(GenAI.OutputMessages, MessagesText.From(output, out _));
        });
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = TranslatedJson.Reading.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Null for an event without JSON: a comment, or a mark of the end.</summary>
    private static JsonElement? Data(byte[] sse) => SseData.From(sse) is [(byte)'{', ..] data ? Parse(data) : null;

    /// <summary>A request must not fail because its messages are captured.</summary>
    private static void Try(Action tag)
    {
        try
        {
            tag();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // What cannot be read is not shown.
        }
    }
}
