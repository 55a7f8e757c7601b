using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>The members with which every chat object of one answer begins, from the response where it has them.</summary>
internal sealed class CompletionHead(TranslationContext context)
{
    private readonly string id = new AnswerIds(context).Completion;
    private long created = context.CreatedAt.ToUnixTimeSeconds();
    private string model = context.AnswerModel;
    private string? serviceTier;

    public void Read(JsonField response)
    {
        created = response.Seconds("created_at") ?? created;
        model = response.Text("model") ?? model;
        serviceTier = response.Text("service_tier") ?? serviceTier;
    }

    /// <param name="type"><c>chat.completion</c> or <c>chat.completion.chunk</c>.</param>
    public void Write(Utf8JsonWriter json, string type)
    {
        json.WriteString("id", id);
        json.WriteString("object", type);
        json.WriteNumber("created", created);
        json.WriteString("model", model);
        if (serviceTier is not null)
            json.WriteString("service_tier", serviceTier);
    }
}
