using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Sampling parameters and stop sequences.</summary>
internal static class Sampling
{
    public static void Write(JsonField body, Utf8JsonWriter writer, string model)
    {
        // Chat goes to 2. A temperature above 1 is refused and not lowered: the answer would be a different one.
        if (body["temperature"] is { } temperature && temperature.Number() is < 0 or > 1)
            throw temperature.Refused(
                "temperature goes from 0 to 1 in Anthropic's Messages, which this model's provider speaks. Choose at most 1."
            );
        // With thinking, Anthropic takes none of them.
        var takesSampling = ClaudeModel.TakesSampling(model) && !OutputConfig.Thinks(body, model);
        foreach (var name in (string[])["temperature", "top_p", "top_k"])
            if (takesSampling)
                WriteNumber(body[name], name, writer);
            else
                body[name]?.MarkLeftOut();
        WriteStops(body["stop"], writer);
    }

    private static void WriteNumber(JsonField? value, string name, Utf8JsonWriter writer)
    {
        // A top_p of 1 is the default, and many models refuse it beside a temperature.
        if (value is null || (value.Number() == 1 && name == "top_p"))
            return;
        writer.WriteField(name, value);
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
