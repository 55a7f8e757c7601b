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
        WriteEither(body["temperature"], body["top_p"], takesSampling, writer);
        Write(body["top_k"], "top_k", takesSampling, writer);
        WriteStops(body["stop"], writer);
    }

    /// <summary>
    /// Most models refuse a temperature beside a top_p, and Anthropic advises against both for the others. Where a client sends both, the
    /// one that is no default is carried, and the temperature of two that are none.
    /// </summary>
    private static void WriteEither(JsonField? temperature, JsonField? topP, bool takesSampling, Utf8JsonWriter writer)
    {
        if (topP?.Number() == 1)
            topP = null;
        if (topP is not null && temperature?.Number() == 1)
            temperature = null;
        Write(temperature, "temperature", takesSampling, writer);
        Write(topP, "top_p", takesSampling && temperature is null, writer);
    }

    private static void Write(JsonField? value, string name, bool isTaken, Utf8JsonWriter writer)
    {
        value?.Number();
        if (isTaken && value is not null)
            writer.WriteField(name, value);
        else
            value?.MarkLeftOut();
    }

    /// <summary>Anthropic refuses sequences that are blank.</summary>
    private static void WriteStops(JsonField? stop, Utf8JsonWriter writer)
    {
        if (stop is null)
            return;
        var texts = (stop.Kind == JsonValueKind.String ? [stop] : stop.Items()).ToLookup(text => !string.IsNullOrWhiteSpace(text.Text()));
        foreach (var blank in texts[false])
            blank.MarkLeftOut();
        if (!texts.Contains(true))
            return;
        writer.WritePropertyName("stop_sequences");
        stop.MarkOrigin(writer);
        writer.WriteStartArray();
        foreach (var text in texts[true])
            writer.WriteStringValue(text.Text());
        writer.WriteEndArray();
    }
}
