using System.Text.Json;

namespace Platform.Tests.Clients;

public sealed class OpenWebUI : Recorded
{
    public override string Name => "Open WebUI";

    public override string Guide =>
        "Admin Settings, Connections, OpenAI API: URL is BASE_URL, the key is KEY. Its models appear by themselves.";

    /// <summary>It lists the models on every save and whenever it starts, and shows what is wrong.</summary>
    private protected override async Task<string?> BeforeAsync(HttpClient client, Setting setting)
    {
        using var response = await client.GetAsync($"{setting.BaseUrl}/models");
        var body = await response.Content.ReadAsStringAsync();
        return !response.IsSuccessStatusCode ? body
            : JsonElement.Parse(body).GetProperty("data").GetArrayLength() == 0 ? "There are no models."
            : null;
    }

    private protected override object Body(string model, IReadOnlyList<Turn> turns) =>
        new
        {
            stream = true,
            model,
            messages = turns.Select(Cursor.ChatMessage),
            stream_options = new { include_usage = true },
            tools = new[]
            {
                new
                {
                    type = "function",
                    function = new
                    {
                        name = WriteTool.Name,
                        description = "Writes a file.",
                        parameters = JsonElement.Parse(WriteTool.Parameters),
                    },
                },
            },
        };
}
