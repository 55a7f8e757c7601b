using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Platform.Tests.Clients;

/// <summary>A client that cannot be driven here: what it sends is sent, and what it makes of the answer is made.</summary>
public abstract class Recorded : Client
{
    public override string Version => "its requests";

    public override Protocol Speaks => Protocol.Chat;

    public override string ToWrite(string file, string content) => WriteTool.Dictated(file, content);

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        using var client = new HttpClient { Timeout = ClientHome.Timeout };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", setting.Key);
        if (await BeforeAsync(client, setting) is { } refusal)
            return new ClientOutput(false, refusal);
        List<Turn> turns = [new Question(question)];
        while (true)
        {
            var answer = await SendAsync(client, setting, turns);
            if (answer.Error is not null || answer.Calls.Count == 0)
                return new ClientOutput(answer.Error is null, answer.Error ?? answer.Text);
            turns.AddRange(answer.Calls);
            turns.AddRange(answer.Calls.Select(call => new ToolResult(call.Id, WriteTool.Run(JsonElement.Parse(call.Arguments)))));
        }
    }

    /// <summary>The JSON that is posted to chat completions.</summary>
    private protected abstract object Body(string model, IReadOnlyList<Turn> turns);

    /// <summary>What is asked before the first question; not null when it was refused.</summary>
    private protected virtual Task<string?> BeforeAsync(HttpClient client, Setting setting) => Task.FromResult<string?>(null);

    /// <summary>An answer with Retry-After is tried again once.</summary>
    private async Task<ChatAnswer> SendAsync(HttpClient client, Setting setting, IReadOnlyList<Turn> turns)
    {
        for (var first = true; ; first = false)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{setting.BaseUrl}/chat/completions");
            request.Content = new StringContent(
                JsonSerializer.Serialize(Body(setting.Model, turns)),
                Encoding.UTF8,
                MediaTypeHeaderValue.Parse("application/json")
            );
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!first || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                return await ChatAnswer.ReadAsync(response, CancellationToken.None);
            await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
        }
    }
}
