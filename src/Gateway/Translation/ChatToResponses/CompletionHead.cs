using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>What every chat object of one answer begins with. It comes from the response as far as that tells it.</summary>
internal sealed class CompletionHead(TranslationContext context)
{
    private readonly string id = new ResponseIds(context.RequestId).Completion;
    private long created = context.CreatedAt.ToUnixTimeSeconds();
    private string model = context.UpstreamModel;
    private string? serviceTier;

    public void Read(RawNode response)
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
