using System.Text.Json;

namespace Platform.Tests.Clients;

/// <summary>A web page that has no server of its own: what it may send and read is decided by the platform's answers.</summary>
public sealed class BrowserFetch : Client
{
    public override string Name => "fetch in a browser";

    /// <summary>The one of the machine; what counts is the Fetch standard.</summary>
    public override string Version => "Chromium";

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide =>
        "`fetch(BASE_URL + '/chat/completions', ...)` of a page of any origin, with KEY in `Authorization`; it may read `x-request-id`, "
        + "`retry-after` and the platform's other headers. Whoever sees the page sees KEY: give it a spend limit.";

    public override string ToWrite(string file, string content) => WriteTool.Dictated(file, content);

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        var page = await WebPage.OpenAsync();
        try
        {
            await page.ExposeFunctionAsync<string, string, string>("writeFile", WriteTool.Write);
            var said = await page.EvaluateAsync<JsonElement>(
                    "settings => ask(settings)",
                    new
                    {
                        baseURL = setting.BaseUrl,
                        apiKey = setting.Key,
                        model = setting.Model,
                        question,
                    }
                )
                .WaitAsync(ClientHome.Timeout);
            return new ClientOutput(said.GetProperty("succeeded").GetBoolean(), said.GetProperty("text").GetString()!);
        }
        finally
        {
            await page.Context.CloseAsync();
        }
    }
}
