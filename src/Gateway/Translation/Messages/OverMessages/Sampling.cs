using System.Text.Json;
using Platform.Gateway.Translation.Messages.Json;

namespace Platform.Gateway.Translation.Messages.OverMessages;

/// <summary>Chance, and the words to stop at.</summary>
internal static class Sampling
{
    public static void Write(Node body, Utf8JsonWriter writer, string model)
    {
        // Chat goes to 2. What is hotter than 1 is another wish, so it is refused and not turned down.
        if (body["temperature"] is { } temperature && temperature.Number() is < 0 or > 1)
            throw temperature.Refused("temperature goes from 0 to 1 with this model's provider, which speaks Anthropic's Messages. Choose at most 1.");
        // Beside thinking Anthropic takes none of them.
        if (ClaudeModel.TakesSampling(model) && !Effort.Thinks(body, model))
            foreach (var name in (string[])["temperature", "top_p", "top_k"])
                WriteNumber(body[name], name, writer);
        WriteStops(body["stop"], writer);
    }

    private static void WriteNumber(Node? value, string name, Utf8JsonWriter writer)
    {
        if (value is null)
            return;
        value.Number();
        writer.WritePropertyName(name);
        value.CopyTo(writer);
    }

    private static void WriteStops(Node? stop, Utf8JsonWriter writer)
    {
        if (stop is null)
            return;
        writer.WriteStartArray("stop_sequences");
        foreach (var text in stop.Kind == JsonValueKind.String ? [stop] : stop.Items())
            writer.WriteStringValue(text.Text());
        writer.WriteEndArray();
    }
}
