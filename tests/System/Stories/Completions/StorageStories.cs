using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>
/// What a caller has kept is kept here, and nothing of it at the upstream, whose account all callers share. A conversation with a model that
/// reasons goes on all the same.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class StorageStories(PlatformFixture platform)
{
    private const string Thinks = "reasoning=5, tokens=8";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_is_kept_here_and_not_at_the_upstream_and_goes_on_by_its_id_and_by_its_items(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        using var client = await person.ClientAsync();
        var (first, sent, _) = await AskAsync(client, "\"input\":\"Hi\",\"reasoning\":{\"summary\":\"auto\"}", stream);
        Assert.Equal(("false", "[\"reasoning.encrypted_content\"]"), (Raw(sent, "store"), Raw(sent, "include")));
        Assert.Equal(("true", "null"), (Raw(first, "store"), Raw(first, "previous_response_id")));
        var id = first.GetProperty("id").GetString();
        Assert.Equal(first.GetRawText(), await client.GetStringAsync($"/v1/responses/{id}"));

        // By its id.
        var (second, sentSecond, _) = await AskAsync(client, $"\"input\":\"And now?\",\"previous_response_id\":\"{id}\"", stream);
        Assert.Equal(("true", $"\"{id}\""), (Raw(second, "store"), Raw(second, "previous_response_id")));
        Assert.Equal(("false", "null"), (Raw(sentSecond, "store"), Raw(sentSecond, "previous_response_id")));
        Assert.Equal(["message", "reasoning", "message", "message"], Types(sentSecond));
        Assert.NotEmpty(sentSecond.GetProperty("input")[1].GetProperty("encrypted_content").GetString()!);

        // By its items, as they came.
        var said = first.GetProperty("output").GetRawText()[1..^1];
        const string user = """{"type":"message","role":"user","content":"Hi"}""";
        var (third, sentThird, leftOut) = await AskAsync(client, $"\"store\":false,\"input\":[{user},{said},{user}]", stream);
        Assert.Equal(("false", null), (Raw(third, "store"), leftOut));
        Assert.Equal(["message", "reasoning", "message", "message"], Types(sentThird));

        // By its items, from a client that drops what it does not know.
        var dropped =
            said[..said.IndexOf(",\"encrypted_content\"", StringComparison.Ordinal)]
            + said[said.IndexOf("},{\"id\"", StringComparison.Ordinal)..];
        (_, var sentFourth, leftOut) = await AskAsync(client, $"\"input\":[{user},{dropped},{user}]", stream);
        Assert.Equal("input[1]", leftOut);
        Assert.Equal(["message", "message", "message"], Types(sentFourth));
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData("gpt-5", "store, metadata")]
    [InlineData("fake-responses", "store")]
    public async Task A_chat_completion_is_stored_nowhere(string model, string named)
    {
        var person = await Person.RegisterAsync(platform);
        using var client = await person.ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        var (answer, sent, leftOut) = await SendAsync(
            client,
            request,
            $$$"""{"model":"{{{model}}}","messages":[{"role":"user","content":"Hi"}],"store":true,"metadata":{"a":"b"}}""",
            stream: false
        );
        Assert.Equal(("false", named), (Raw(sent, "store"), leftOut));
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
    }

    private async Task<(JsonElement Answer, JsonElement Sent, string? LeftOut)> AskAsync(HttpClient client, string members, bool stream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses");
        request.Headers.Add("x-fake-script", Thinks);
        return await SendAsync(client, request, $$"""{"model":"gpt-5","stream":{{(stream ? "true" : "false")}},{{members}}}""", stream);
    }

    private async Task<(JsonElement Answer, JsonElement Sent, string? LeftOut)> SendAsync(
        HttpClient client,
        HttpRequestMessage request,
        string body,
        bool stream
    )
    {
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("x-fake-record", "true");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        var answer = JsonDocument
            .Parse(stream ? text.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..] : text)
            .RootElement;
        var sent = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId())).RequestBody!;
        return (
            stream ? answer.GetProperty("response") : answer,
            JsonDocument.Parse(sent).RootElement,
            response.Headers.TryGetValues("x-fields-not-carried", out var named) ? string.Join(", ", named) : null
        );
    }

    private static string Raw(JsonElement value, string member) => value.GetProperty(member).GetRawText();

    private static string[] Types(JsonElement sent) =>
        [.. sent.GetProperty("input").EnumerateArray().Select(item => item.GetProperty("type").GetString()!)];
}
