using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>An answer says itself what it costs, and its receipt says the same to the nano-dollar; for each way an answer can be.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class CostStories(PlatformFixture platform)
{
    private const string AskedForUsage = ",\"stream_options\":{\"include_usage\":true}";

    [Theory]
    [InlineData("cached=3, reasoning=5", UsageSource.Upstream)]
    [InlineData("no-usage", UsageSource.Counted)]
    public async Task A_whole_answer_says_what_it_costs(string script, UsageSource source)
    {
        var (person, client) = await RegisterAsync();
        using var response = await client.ChatAsync(Chat.Body(text: "What does it cost?"), script);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(text.Length, response.Content.Headers.ContentLength);
        await ExpectCostAsync(person, client, response.RequestId(), source, JsonDocument.Parse(text).RootElement.GetProperty("usage"));
    }

    [Theory]
    [InlineData("cached=3, reasoning=5", UsageSource.Upstream)]
    [InlineData("no-usage", UsageSource.Counted)]
    [InlineData("no-usage, no-done", UsageSource.Counted)]
    public async Task A_stream_says_what_it_costs_to_who_asked_for_its_usage(string script, UsageSource source)
    {
        var (person, client) = await RegisterAsync();
        using var response = await client.ChatAsync(Chat.Body(text: "What does it cost?", stream: true, more: AskedForUsage), script);
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        Assert.Single(events, text => text.Contains("\"cost\":", StringComparison.Ordinal));
        var chunk = JsonDocument.Parse(events[^2]["data: ".Length..]).RootElement;
        Assert.Equal("[]", chunk.GetProperty("choices").GetRawText());
        Assert.Equal(
            JsonDocument.Parse(events[0]["data: ".Length..]).RootElement.GetProperty("id").GetString(),
            chunk.GetProperty("id").GetString()
        );
        await ExpectCostAsync(person, client, response.RequestId(), source, chunk.GetProperty("usage"));
    }

    [Fact]
    public async Task The_chunk_that_an_upstream_did_not_send_is_like_its_others()
    {
        var (_, client) = await RegisterAsync();
        using var response = await client.ChatAsync(Chat.Body("fake-no-usage", "Hi", stream: true, more: AskedForUsage), "tokens=3");
        // 32 bytes of messages are 8 tokens, which cost 1,000 nano-USD each; three of output cost 2,000 each.
        Assert.Matches(
            """^data: \{"id":"chatcmpl-[0-9a-f]{32}","object":"chat\.completion\.chunk","created":[0-9]+,"model":"fake-no-usage","service_tier":"default","system_fingerprint":"fp_f4ce0a1b2c","choices":\[\],"usage":\{"prompt_tokens":8,"completion_tokens":3,"total_tokens":11,"prompt_tokens_details":\{"cached_tokens":0,"cache_write_tokens":0\},"completion_tokens_details":\{"reasoning_tokens":0\},"cost":0\.000014\}\}$""",
            (await response.Content.ReadAsStringAsync()).Split("\n\n")[^3]
        );
    }

    [Fact]
    public async Task A_client_that_did_not_ask_gets_no_cost()
    {
        var (_, client) = await RegisterAsync();
        foreach (var script in (string[])["tokens=3", "no-usage"])
        {
            using var response = await client.ChatAsync(Chat.Body(stream: true), script);
            Assert.DoesNotContain("\"cost\":", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_cut_short_by_its_limit_costs_its_tokens(bool stream)
    {
        var (person, client) = await RegisterAsync();
        using var response = await client.ChatAsync(Chat.Body(stream: stream, more: ",\"max_tokens\":10"));
        Assert.Contains("\"finish_reason\":\"length\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Upstream, 10), (record.Outcome, record.Source, record.Usage.Output));
        Assert.Equal(record.Price.Cost(record.Usage), record.Charge);
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData(true, "tokens=0", UsageSource.Upstream)]
    [InlineData(false, "tokens=0", UsageSource.Upstream)]
    [InlineData(true, "tokens=0, no-usage", UsageSource.None)]
    [InlineData(false, "tokens=0, no-usage", UsageSource.None)]
    public async Task An_empty_answer_is_free(bool stream, string script, UsageSource source)
    {
        var (person, client) = await RegisterAsync();
        using var response = await client.ChatAsync(Chat.Body(stream: stream, more: stream ? AskedForUsage : ""), script);
        var cost = Cost().Match(await response.Content.ReadAsStringAsync()).Groups[1].Value;
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Failed, "empty_answer", source, 0), (record.Outcome, record.ErrorCode, record.Source, record.Usage.Output));
        Assert.Equal(Money.Zero, record.Charge);
        Assert.Equal(record.Charge.Usd, decimal.Parse(cost, CultureInfo.InvariantCulture));
        await platform.ExpectSettledAsync(person);
    }

    private async Task<(Person, HttpClient)> RegisterAsync()
    {
        var person = await Person.RegisterAsync(platform);
        return (person, await person.ClientAsync());
    }

    /// <summary>The usage in the answer, the record and the receipt agree, and the cost is a plain decimal.</summary>
    private async Task ExpectCostAsync(Person person, HttpClient client, string requestId, UsageSource source, JsonElement usage)
    {
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, source), (record.Outcome, record.Source));
        Assert.Equal(
            (record.Usage.Input, record.Usage.Output, record.Usage.Input + record.Usage.Output),
            (
                usage.GetProperty("prompt_tokens").GetInt64(),
                usage.GetProperty("completion_tokens").GetInt64(),
                usage.GetProperty("total_tokens").GetInt64()
            )
        );
        var cost = usage.GetProperty("cost");
        Assert.Matches(@"^0\.[0-9]{1,9}$", cost.GetRawText());
        Assert.Equal(record.Charge.Usd, cost.GetDecimal());
        using var receipt = await client.GetAsync($"/v1/receipts/{requestId}");
        Assert.Equal(HttpStatusCode.OK, receipt.StatusCode);
        Assert.Equal(
            cost.GetDecimal(),
            JsonDocument.Parse(await receipt.Content.ReadAsStringAsync()).RootElement.GetProperty("charged").GetDecimal()
        );
        await platform.ExpectSettledAsync(person);
    }

    [GeneratedRegex("\"cost\":([0-9.]+)}")]
    private static partial Regex Cost();
}
