using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Protocols;

/// <summary>
/// Upstreams whose answers differ from what the vendor of their protocol sends. What they mean reaches the client of each protocol, and is
/// charged. A token of output costs 2,000 nano-USD.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class UpstreamDialectStories(PlatformFixture platform)
{
    /// <summary>A client of Responses sends a member over two lines, and the events of its stream repeat it.</summary>
    [Theory]
    [InlineData("fake-chat")]
    [InlineData("fake-messages")]
    [InlineData("fake-responses")]
    public async Task What_a_stream_repeats_of_the_request_stays_in_its_line(string model)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var body = new StringContent(
            $$"""{"model":"{{model}}","stream":true,"input":"Hi","metadata":{""" + "\n\"a\":\"b\"}}",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await client.PostAsync("/v1/responses", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("event: ", StringComparison.Ordinal)))
        {
            Assert.StartsWith("data: {", line, StringComparison.Ordinal);
            using var data = JsonDocument.Parse(line["data: ".Length..]);
            if (data.RootElement.TryGetProperty("response", out var repeated))
                Assert.Equal("b", repeated.GetProperty("metadata").GetProperty("a").GetString());
        }

        Assert.Contains("event: response.completed\n", text, StringComparison.Ordinal);
    }

    /// <summary>Lines of data that are empty, JSON over several lines, events without blank lines, and no end of the last line.</summary>
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task Lines_of_data_may_be_empty_or_several(string caller)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using var response = await client.SendAsync(
            ClientProtocol
                .Of(caller)
                .Request(
                    "fake-chat",
                    "Hi",
                    stream: true,
                    Raw(
                        ": wait\n\ndata:\n\ndata: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"Hello \"}}]}\n\n"
                            + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"world!\"}}]}\n"
                            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\ndata:\ndata: [DONE]"
                    )
                )
        );
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Contains("\"Hello \"", text, StringComparison.Ordinal);
        Assert.Contains("\"world!\"", text, StringComparison.Ordinal);
        Assert.EndsWith(ClientProtocol.Of(caller).Terminal, text, StringComparison.Ordinal);
        await ExpectChargedAsync(person, 3);
    }

    /// <summary>
    /// Arguments as an object, parallel calls that all have the index 0, content as a list, half of a surrogate pair: 4 + 7 + 8 bytes and
    /// 2 for the names make six tokens.
    /// </summary>
    [Theory]
    [InlineData("chat", true)]
    [InlineData("responses", true)]
    [InlineData("messages", true)]
    [InlineData("chat", false)]
    [InlineData("responses", false)]
    [InlineData("messages", false)]
    public async Task Other_shapes_are_understood_and_charged(string caller, bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        const string Message =
            """{"role":"assistant","content":[{"type":"text","text":"\ud800b"}],"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":{"a":1}}},{"index":0,"id":"c2","function":{"name":"g","arguments":"{\"b\":22}"}}]}""";
        var answer = stream
            ? $$"""data: {"choices":[{"index":0,"delta":{{Message}},"finish_reason":"tool_calls"}]}""" + "\n\ndata: [DONE]\n\n"
            : $$"""{"object":"chat.completion","choices":[{"index":0,"message":{{Message}},"finish_reason":"tool_calls"}]}""";
        using var response = await client.SendAsync(ClientProtocol.Of(caller).Request("fake-chat", "Hi", stream, Raw(answer)));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        foreach (var part in (string[])["\"\\ud800b\"", "\"c1\"", "\"c2\"", "22"])
            Assert.Contains(part, text, StringComparison.Ordinal);
        await ExpectChargedAsync(person, 6);
    }

    /// <summary>A stream where a whole answer was asked for is put together.</summary>
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task A_stream_that_nobody_asked_for_is_put_together(string caller)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using var response = await client.SendAsync(
            ClientProtocol
                .Of(caller)
                .Request(
                    "fake-chat",
                    "Hi",
                    stream: false,
                    Raw(
                        """data: {"choices":[{"index":0,"delta":{"content":"Hello "}}]}"""
                            + "\n\n"
                            + """data: {"choices":[{"index":0,"delta":{"content":"world!"},"finish_reason":"stop"}]}"""
                            + "\n\ndata: [DONE]\n\n"
                    )
                )
        );
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"Hello world!\"", text, StringComparison.Ordinal);
        await ExpectChargedAsync(person, 3);
    }

    /// <summary>A whole answer where a stream was asked for is taken apart.</summary>
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task A_whole_answer_that_nobody_asked_for_is_taken_apart(string caller)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using var response = await client.SendAsync(
            ClientProtocol
                .Of(caller)
                .Request(
                    "fake-chat",
                    "Hi",
                    stream: true,
                    Raw("""{"object":"chat.completion","choices":[{"message":{"content":"Hello world!"},"finish_reason":"stop"}]}""")
                )
        );
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"Hello world!\"", text, StringComparison.Ordinal);
        Assert.EndsWith(ClientProtocol.Of(caller).Terminal, text, StringComparison.Ordinal);
        await ExpectChargedAsync(person, 3);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_put_together_is_named_and_free()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).ChatAsync(
            Chat.Body("fake-chat"),
            Raw("data: {\"a\":1}\n\ndata: [DONE]\n\n")
        );
        Assert.Equal(System.Net.HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal((Outcome.Failed, Money.Zero), (await person.UsageAsync(1)).Select(record => (record.Outcome, record.Charge)).Single());
    }

    /// <summary>An upstream may be silent for five seconds here. This one takes six, and is never silent for more than two.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Slow_is_not_silent(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        var answer = stream
            ? """data: {"choices":[{"index":0,"delta":{"content":"Hello world!"},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"
            : """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello world!"},"finish_reason":"stop"}]}""";
        using var response = await (await person.ClientAsync()).ChatAsync(
            Chat.Body("fake-chat", stream: stream),
            $"chunk-delay=2s, {Raw(answer)}"
        );
        Assert.Contains("Hello world!", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ExpectChargedAsync(person, 3);
    }

    private async Task ExpectChargedAsync(Person person, long output)
    {
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Counted, output), (record.Outcome, record.Source, record.Usage.Output));
        Assert.True(record.Charge > Money.Zero);
        await platform.ExpectSettledAsync(person);
    }

    private static string Raw(string answer) => "raw=" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(answer));
}
