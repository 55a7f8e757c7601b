using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Protocols;

/// <summary>What an upstream's error means reaches the client in its own dialect, whatever the upstream speaks, so that agents act by it.</summary>
[Collection(PlatformCollection.Name)]
public sealed class UpstreamErrorStories(PlatformFixture platform)
{
    private const string TooLongInChat =
        """{"error":{"message":"This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""";
    private const string TooLongInMessages =
        """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 130000 tokens > 128000 maximum"}}""";
    private const string Overloaded = """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""";
    private const string Limited =
        """{"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}}""";
    private const string InvalidValue =
        """{"error":{"message":"Invalid value: 'foo'.","type":"invalid_request_error","param":"tool_choice","code":"invalid_value"}}""";

    /// <summary>Caller, upstream, the upstream's status and body, and what the caller gets: status, type, code, and how the message begins.</summary>
    public static TheoryData<string, string, int, string, int, string, string, string> Refusals()
    {
        const string Anthropics = "prompt is too long: 130000 tokens > 128000 maximum";
        var rows = new TheoryData<string, string, int, string, int, string, string, string>();
        foreach (var upstream in (string[])["chat", "responses", "messages"])
        {
            var tooLong = upstream == "messages" ? TooLongInMessages : TooLongInChat;
            foreach (var caller in (string[])["chat", "responses", "messages"])
            {
                var isAnthropic = caller == "messages";
                var inWords = isAnthropic || upstream == "messages" ? Anthropics : "This model's maximum context length";
                rows.Add(caller, upstream, 400, tooLong, 400, "invalid_request_error", "context_length_exceeded", inWords);
                rows.Add(
                    caller,
                    upstream,
                    529,
                    Overloaded,
                    isAnthropic ? 529 : 503,
                    isAnthropic ? "overloaded_error" : "server_error",
                    "overloaded_error",
                    $"The providers of 'fake-{upstream}' are overloaded."
                );
            }
        }

        rows.Add("chat", "chat", 429, Limited, 429, "rate_limit_error", "rate_limit_exceeded", "The providers of 'fake-chat' take no more");
        rows.Add("messages", "chat", 429, Limited, 429, "rate_limit_error", "rate_limit_exceeded", "The providers of 'fake-chat' take");
        rows.Add("chat", "chat", 400, InvalidValue, 400, "invalid_request_error", "invalid_value", "Invalid value: 'foo'.");
        rows.Add("responses", "chat", 400, InvalidValue, 400, "invalid_request_error", "invalid_value", "Invalid value: 'foo'.");
        rows.Add("messages", "chat", 413, "{}", 413, "request_too_large", "request_too_large", "The provider of the model refused");
        rows.Add("chat", "messages", 413, "{}", 413, "invalid_request_error", "request_too_large", "The provider of the model refused");
        return rows;
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_keeps_its_meaning(
        string caller,
        string upstream,
        int refusal,
        string body,
        int status,
        string type,
        string code,
        string message
    )
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        foreach (var stream in (bool[])[true, false])
        {
            using var response = await client.SendAsync(
                ClientProtocol.Of(caller).Request($"fake-{upstream}", "Hi", stream, $"status={refusal}, retry-after=17, {Raw(body)}")
            );
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var error = json.RootElement.GetProperty("error");
            Assert.Equal(
                (status, type, code),
                ((int)response.StatusCode, error.GetProperty("type").GetString(), error.GetProperty("code").GetString())
            );
            Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            var waits = status is 429 or 503 or 529;
            Assert.Equal(waits ? 17 : null, (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds);
        }

        Assert.All(await person.UsageAsync(2), record => Assert.Equal((Outcome.Failed, Money.Zero), (record.Outcome, record.Charge)));
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>The same within a stream that has begun.</summary>
    [Theory]
    [InlineData(
        "chat",
        "messages",
        TooLongInMessages,
        "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"context_length_exceeded\"}"
    )]
    [InlineData("responses", "messages", TooLongInMessages, "\"status\":\"failed\",\"error\":{\"code\":\"context_length_exceeded\"")]
    [InlineData(
        "messages",
        "messages",
        TooLongInMessages,
        "\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 130000 tokens > 128000 maximum"
    )]
    [InlineData(
        "messages",
        "chat",
        TooLongInChat,
        "\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 130000 tokens > 128000 maximum. This model's"
    )]
    [InlineData("chat", "messages", Overloaded, "\"code\":\"overloaded_error\"}")]
    [InlineData("messages", "messages", Overloaded, "\"error\":{\"type\":\"overloaded_error\",")]
    [InlineData("responses", "messages", Overloaded, "\"reason\":\"overloaded_error\"}")]
    [InlineData("chat", "chat", Limited, "\"type\":\"rate_limit_error\",\"param\":null,\"code\":\"rate_limit_exceeded\"}")]
    [InlineData("messages", "chat", Limited, "\"error\":{\"type\":\"rate_limit_error\",")]
    public async Task An_error_in_a_stream_keeps_its_meaning(string caller, string upstream, string error, string expected)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var begin =
            upstream == "messages"
                ? "event: message_start\ndata: "
                    + """{"type":"message_start","message":{"id":"m","role":"assistant","content":[],"usage":{"input_tokens":8,"output_tokens":0}}}"""
                    + "\n\nevent: content_block_start\ndata: "
                    + """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hello"}}"""
                    + "\n\nevent: error\n"
                : """data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}""" + "\n\n";
        using var response = await client.SendAsync(
            ClientProtocol.Of(caller).Request($"fake-{upstream}", "Hi", stream: true, Raw($"{begin}data: {error}\n\n")),
            HttpCompletionOption.ResponseHeadersRead
        );
        var (text, _) = await response.ReadToTheEndAsync();
        Assert.Contains("Hello", text, StringComparison.Ordinal);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(Outcome.Interrupted, Assert.Single(await person.UsageAsync(1)).Outcome);
        await platform.ExpectSettledAsync(person);
    }

    private static string Raw(string answer) => "raw=" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(answer));
}
