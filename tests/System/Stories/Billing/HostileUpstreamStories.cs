using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>
/// An upstream lies about what it counted. A token of fake-echo's input costs 1,000 nano-USD, one of its output 2,000. Whatever the
/// upstream claims, the charge is of what was sent and delivered, within the key's limit and the credit, and it is in the ledger.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class HostileUpstreamStories(PlatformFixture platform)
{
    // 32 bytes of messages are 8 tokens; 12 bytes of text are 3.
    private const string Body = """{"model":"fake-echo","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]""";
    private const string Text = "Hello world!";
    private static readonly (long, long) Counted = (8, 3);

    public static TheoryData<string, string, string?> Lies =>
        new()
        {
            { "{\"prompt_tokens\":100000000,\"completion_tokens\":1}", "counted", "implausible_usage" },
            { "{\"prompt_tokens\":1000000000000000,\"completion_tokens\":1}", "counted", "malformed_usage" },
            { "{\"prompt_tokens\":8,\"completion_tokens\":6}", "counted", "implausible_usage" },
            { "{\"prompt_tokens\":8,\"completion_tokens\":9223372036854775807}", "counted", "malformed_usage" },
            { "{\"prompt_tokens\":8,\"completion_tokens\":99999999999999999999999}", "counted", "malformed_usage" },
            { "{}", "counted", null },
            { "null", "counted", null },
            { "[]", "counted", null },
            { "\"none\"", "counted", null },
            { "{\"prompt_tokens\":0,\"completion_tokens\":0}", "counted", "contradictory_usage" },
            { "{\"prompt_tokens\":8,\"completion_tokens\":0}", "counted", "contradictory_usage" },
            { "{\"prompt_tokens\":0,\"completion_tokens\":3}", "counted", "contradictory_usage" },
            { "{\"prompt_tokens\":8,\"completion_tokens\":-3}", "counted", "malformed_usage" },
            { "{\"prompt_tokens\":8.5,\"completion_tokens\":3}", "counted", "malformed_usage" },
            { "{\"prompt_tokens\":8,\"completion_tokens\":\"3\"}", "counted", "malformed_usage" },
            { "{\"prompt_tokens\":8,\"completion_tokens\":true}", "counted", "malformed_usage" },
            { "{\"prompt_tokens\":8,\"completion_tokens\":3,\"total_tokens\":4}", "counted", "contradictory_usage" },
            {
                "{\"prompt_tokens\":8,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":9}}",
                "counted",
                "contradictory_usage"
            },
            { "{\"prompt_tokens\":8,\"completion_tokens\":3,\"total_tokens\":11}", "upstream", null },
        };

    [Theory]
    [MemberData(nameof(Lies))]
    public Task A_whole_answer_is_charged_by_what_can_be_right(string usage, string source, string? reason) =>
        ExpectAsync(
            Body + "}",
            $$"""{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{{Text}}"},"finish_reason":"stop"}],"usage":{{usage}}}""",
            source,
            reason
        );

    [Theory]
    [MemberData(nameof(Lies))]
    public Task A_stream_is_charged_by_what_can_be_right(string usage, string source, string? reason) =>
        ExpectAsync(
            Body + ",\"stream\":true}",
            "data: "
                + $$"""{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"{{Text}}"},"finish_reason":null}]}"""
                + "\n\n"
                + "data: "
                + """{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""
                + "\n\n"
                + "data: "
                + $$"""{"id":"c","choices":[],"usage":{{usage}}}"""
                + "\n\ndata: [DONE]\n\n",
            source,
            reason
        );

    /// <summary>Only a model that thinks has tokens which are not delivered.</summary>
    [Theory]
    [InlineData("gpt-4.1-mini", "counted", "implausible_usage")]
    [InlineData("gpt-5-mini", "upstream", null)]
    public async Task Hidden_output_is_believed_of_models_that_reason(string model, string source, string? reason)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using var response = await client.ChatAsync(
            Chat.Body(model, more: ",\"max_completion_tokens\":5000"),
            Raw(
                $$$"""{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":4000}}"""
            )
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(source == "upstream" ? 4_000 : 3, record.Usage.Output);
        await ExpectReceiptAsync(client, response.RequestId(), source, reason);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>4,000 bytes cannot be two tokens.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Much_text_of_two_tokens_is_counted(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var (text, usage) = (new string('x', 4_000), """{"prompt_tokens":8,"completion_tokens":2}""");
        using var response = await client.ChatAsync(
            Chat.Body("fake-echo", "Hi", stream),
            Raw(
                stream
                    ? "data: "
                        + $$"""{"id":"c","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":"stop"}]}"""
                        + "\n\n"
                        + "data: "
                        + $$"""{"id":"c","choices":[],"usage":{{usage}}}"""
                        + "\n\ndata: [DONE]\n\n"
                    : $$"""{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}],"usage":{{usage}}}"""
            )
        );
        await response.Content.ReadAsStringAsync();
        Assert.Equal(1_000, Assert.Single(await person.UsageAsync(1)).Usage.Output);
        await ExpectReceiptAsync(client, response.RequestId(), "counted", "contradictory_usage");
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>
    /// Output that was not watched costs more than the account has: it takes what there is, and the rest is the operator's.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_no_credit_pays_is_written_off(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        // One cent pays for 5,000 tokens of output. The upstream, which may think, claims 30,000 of the 32,000 that the model may have. A
        // whole answer was limited to what the credit pays for, so there such a claim is not believed, and nothing is written off.
        var client = await person.ClientAsync(new CreateKeyRequest("one cent", SpendLimit: new Money(10_000_000)));
        var usage = """{"prompt_tokens":8,"completion_tokens":30000}""";
        using var response = await client.ChatAsync(
            Chat.Body("fake-chat", "Hi", stream, stream ? ",\"stream_options\":{\"include_usage\":true}" : ""),
            Raw(
                stream
                    ? "data: "
                        + $$"""{"id":"c","choices":[{"index":0,"delta":{"content":"{{Text}}"},"finish_reason":"stop"}]}"""
                        + "\n\n"
                        + "data: "
                        + $$"""{"id":"c","choices":[],"usage":{{usage}}}"""
                        + "\n\ndata: [DONE]\n\n"
                    : $$"""{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{{Text}}"},"finish_reason":"stop"}],"usage":{{usage}}}"""
            )
        );
        var text = await response.Content.ReadAsStringAsync();
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.InRange(record.Charge.NanoUsd, 1, 10_000_000);
        Assert.Equal(record.Price.Cost(record.Usage), record.Charge + record.WrittenOff);
        Assert.Equal(stream, record.WrittenOff > Money.Zero);
        Assert.Contains(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"cost\":{record.Charge.Usd:0.#########}}}"),
            text,
            StringComparison.Ordinal
        );
        await platform.ExpectSettledAsync(person);
    }

    private async Task ExpectAsync(string body, string answer, string source, string? reason)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("one cent", SpendLimit: new Money(10_000_000)));
        using var response = await client.ChatAsync(body, Raw(answer));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(Text, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, Counted), (record.Outcome, (record.Usage.Input, record.Usage.Output)));
        Assert.Equal(new Money(8 * 1_000 + 3 * 2_000), record.Charge);
        await ExpectReceiptAsync(client, response.RequestId(), source, reason);
        await platform.ExpectSettledAsync(person);
    }

    private static async Task ExpectReceiptAsync(HttpClient client, string requestId, string source, string? reason)
    {
        using var receipt = JsonDocument.Parse(await client.GetStringAsync($"/v1/receipts/{requestId}"));
        var tokens = receipt.RootElement.GetProperty("attempts")[0].GetProperty("tokens");
        Assert.Equal((source, reason), (tokens.GetProperty("source").GetString(), tokens.GetProperty("source_reason").GetString()));
    }

    private static string Raw(string answer) => "raw=" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(answer));
}
