using System.Globalization;
using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Api.Models;

/// <summary>
/// Writes models in the caller's dialect: OpenAI's shape plus the two limits that tools ask for, or Anthropic's with the same limits under
/// its own names.
/// </summary>
internal static class ModelsAnswer
{
    /// <param name="forCodex">Adds the list that Codex reads.</param>
    public static Task WriteListAsync(HttpResponse response, Model[] models, bool forCodex) =>
        WriteAsync(
            response,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("object", "list");
                json.WriteStartArray("data");
                foreach (var model in models)
                    WriteForOpenAI(json, model);
                json.WriteEndArray();
                if (forCodex)
                    CodexModels.Write(json, models);
                json.WriteEndObject();
            }
        );

    public static Task WritePageAsync(HttpResponse response, ModelsPage page) =>
        WriteAsync(
            response,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("data");
                foreach (var model in page.Models)
                    WriteForAnthropic(json, model);
                json.WriteEndArray();
                json.WriteBoolean("has_more", page.HasMore);
                json.WriteString("first_id", page.Models.Count > 0 ? page.Models[0].Id : null);
                json.WriteString("last_id", page.Models.Count > 0 ? page.Models[^1].Id : null);
                json.WriteEndObject();
            }
        );

    public static Task WriteOneAsync(HttpResponse response, Model model, Dialect dialect) =>
        WriteAsync(
            response,
            json =>
            {
                if (dialect == Dialect.Anthropic)
                    WriteForAnthropic(json, model);
                else
                    WriteForOpenAI(json, model);
            }
        );

    private static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(response.BodyWriter))
            write(json);
        await response.BodyWriter.FlushAsync();
    }

    private static void WriteForOpenAI(Utf8JsonWriter json, Model model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("object", "model");
        json.WriteNumber("created", model.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("owned_by", model.OwnedBy);
        json.WriteNumber("context_length", model.ContextTokens);
        json.WriteNumber("max_output_tokens", model.MaxOutputTokens);
        WriteShutdown(json, model);
        json.WriteEndObject();
    }

    private static void WriteForAnthropic(Utf8JsonWriter json, Model model)
    {
        json.WriteStartObject();
        json.WriteString("type", "model");
        json.WriteString("id", model.Id);
        json.WriteString("display_name", model.Id);
        json.WriteString("created_at", model.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("max_input_tokens", model.ContextTokens);
        json.WriteNumber("max_tokens", model.MaxOutputTokens);
        // A required member, of which the catalogue knows nothing.
        json.WriteNull("capabilities");
        WriteShutdown(json, model);
        json.WriteEndObject();
    }

    /// <summary>The day from which the provider no longer serves the model, where it is announced.</summary>
    private static void WriteShutdown(Utf8JsonWriter json, Model model)
    {
        if (model.Deprecation is { } deprecation)
            json.WriteString("shutdown_date", deprecation.Shutdown.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
