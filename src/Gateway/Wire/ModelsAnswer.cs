using System.Text.Json;
using Platform.Contracts;

namespace Platform.Gateway.Wire;

/// <summary>Models in OpenAI's shape, with the two limits that tools ask for beside it.</summary>
public static class ModelsAnswer
{
    public static Task WriteListAsync(HttpResponse response, IEnumerable<Model> models) => WriteAsync(response, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models)
            Write(json, model);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static Task WriteOneAsync(HttpResponse response, Model model) => WriteAsync(response, json => Write(json, model));

    private static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(response.BodyWriter))
            write(json);
        await response.BodyWriter.FlushAsync();
    }

    private static void Write(Utf8JsonWriter json, Model model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("object", "model");
        json.WriteNumber("created", model.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("owned_by", model.OwnedBy);
        json.WriteNumber("context_length", model.ContextTokens);
        json.WriteNumber("max_output_tokens", model.MaxOutputTokens);
        json.WriteEndObject();
    }
}
