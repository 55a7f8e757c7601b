using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Chance, and the words to stop at.</summary>
internal static class Sampling
{
    public static void Write(JsonField body, Utf8JsonWriter writer, string model)
    {
        // Chat goes to 2. What is hotter than 1 is another wish, so it is refused and not turned down.
        if (body["temperature"] is { } temperature && temperature.Number() is < 0 or > 1)
            throw temperature.Refused("temperature goes from 0 to 1 in Anthropic's Messages, which this model's provider speaks. Choose at most 1.");
        // Beside thinking Anthropic takes none of them.
        var takesSampling = ClaudeModel.TakesSampling(model) && !OutputConfig.Thinks(body, model);
        foreach (var name in (string[])["temperature", "top_p", "top_k"])
            if (takesSampling)
                WriteNumber(body[name], name, writer);
            else
                body[name]?.LeaveOut();
        WriteStops(body["stop"], writer);
    }

    private static void WriteNumber(JsonField? value, string name, Utf8JsonWriter writer)
    {
        // A top_p of 1 is no wish, and many models refuse one beside a temperature.
        if (value is null || (value.Number() == 1 && name == "top_p"))
            return;
        writer.WritePropertyName(name);
        value.CopyTo(writer);
    }

    private static void WriteStops(JsonField? stop, Utf8JsonWriter writer)
    {
        if (stop is null)
            return;
        writer.WriteStartArray("stop_sequences");
        foreach (var text in stop.Kind == JsonValueKind.String ? [stop] : stop.Items())
            writer.WriteStringValue(text.Text());
        writer.WriteEndArray();
    }
}
