using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Protocols;

/// <summary>
/// Whatever protocol a client speaks and whatever its upstream speaks: the answer arrives, and its receipt says what the answer says.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed partial class ProtocolStories(PlatformFixture platform)
{
    private static readonly string[] Names = ["chat", "responses", "messages"];

    public static TheoryData<string, string, bool> Ways()
    {
        var ways = new TheoryData<string, string, bool>();
        foreach (var caller in Names)
        foreach (var upstream in Names)
        foreach (var stream in (bool[])[false, true])
            ways.Add(caller, upstream, stream);
        return ways;
    }

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var caller in Names)
        foreach (var upstream in Names)
            pairs.Add(caller, upstream);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_answer_arrives_whole_and_costs_what_its_receipt_says(string caller, string upstream, bool stream)
    {
        var (person, client, protocol) = await RegisterAsync(caller);
        using var response = await client.SendAsync(
            protocol.Request($"fake-{upstream}", "Say hello", stream, "cached=3, reasoning=5, tokens=20")
        );
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        if (stream)
            Assert.EndsWith(protocol.Terminal, text, StringComparison.Ordinal);

        var usage = Usage(text, stream);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Upstream, protocol.Path), (record.Outcome, record.Source, record.Endpoint));
        // Reasoning comes on top of the 20 tokens that the script asks for.
        Assert.Equal((3, 5, 25), (record.Usage.CachedInput, record.Usage.Reasoning, record.Usage.Output));
        Assert.Equal(record.Usage.Output, usage.GetProperty(protocol.OutputTokens).GetInt64());
        var cached = caller == "messages" ? record.Usage.CachedInput : 0;
        Assert.Equal(record.Usage.Input - cached, usage.GetProperty(protocol.InputTokens).GetInt64());
        Assert.Equal(record.Charge.Usd, usage.GetProperty("cost").GetDecimal());
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_tool_is_called_with_its_arguments(string caller, string upstream)
    {
        var (_, client, protocol) = await RegisterAsync(caller);
        foreach (var stream in (bool[])[false, true])
        {
            using var response = await client.SendAsync(
                protocol.Request($"fake-{upstream}", """weather {\"city\":\"Bern\"}""", stream, more: protocol.Tool)
            );
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, text);
            Assert.Contains("\"weather\"", text, StringComparison.Ordinal);
            Assert.Contains(
                "Bern",
                string.Concat(Pieces().Matches(text).Select(match => match.Groups[1].Value)) + text,
                StringComparison.Ordinal
            );
            Assert.Contains(
                caller switch
                {
                    "chat" => "tool_calls",
                    "messages" => "tool_use",
                    _ => "function_call",
                },
                text,
                StringComparison.Ordinal
            );
        }
    }

    /// <summary>Never a clean end without the terminal event; and the client pays for what it got.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_stream_that_breaks_off_says_so_in_the_callers_dialect_and_never_ends_well(string caller, string upstream)
    {
        foreach (var script in (string[])["cut=6", "error-in-stream=6"])
        {
            // The error that the upstream sends in its stream keeps its meaning; a cut has none.
            var isOverload = upstream == "messages" && script != "cut=6";
            var (person, client, protocol) = await RegisterAsync(caller);
            using var response = await client.SendAsync(
                protocol.Request($"fake-{upstream}", "Say hello", stream: true, script),
                HttpCompletionOption.ResponseHeadersRead
            );
            var (text, broke) = await response.ReadToTheEndAsync();
            // response.failed is an end of its own.
            Assert.Equal(caller != "responses", broke);
            Assert.DoesNotContain(protocol.Terminal.Trim(), caller == "responses" ? "" : text, StringComparison.Ordinal);
            Assert.Contains(
                caller switch
                {
                    "chat" => isOverload
                        ? """data: {"error":{"message":"The providers of 'fake-messages' are overloaded. Your key, Base URL and model are right, and you pay only for text that you got. """
                        : """data: {"error":{"message":"The provider of the model """,
                    "responses" => "event: response.failed\ndata: {\"type\":\"response.failed\"",
                    _ =>
                        $"event: error\ndata: {{\"type\":\"error\",\"error\":{{\"type\":\"{(isOverload ? "overloaded_error" : "api_error")}\"",
                },
                text,
                StringComparison.Ordinal
            );
            if (caller == "responses")
                ExpectInSequence(text);
            var record = Assert.Single(await person.UsageAsync(1));
            Assert.Equal(
                (Outcome.Interrupted, UsageSource.Counted, isOverload ? "overloaded_error" : "upstream_error"),
                (record.Outcome, record.Source, record.ErrorCode)
            );
            Assert.True(record.Charge > Money.Zero);
            await platform.ExpectSettledAsync(person);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_failure_before_the_first_byte_is_free(string caller, string upstream)
    {
        var (person, client, protocol) = await RegisterAsync(caller);
        using var response = await client.SendAsync(protocol.Request($"fake-{upstream}", "Say hello", stream: true, "status=500"));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal(
            ("upstream_error", caller == "messages" ? "api_error" : "server_error"),
            (error.GetProperty("code").GetString(), error.GetProperty("type").GetString())
        );
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Failed, Money.Zero), (record.Outcome, record.Charge));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Usage_that_an_upstream_does_not_report_is_counted(string caller, string upstream)
    {
        foreach (var stream in (bool[])[false, true])
        {
            var (person, client, protocol) = await RegisterAsync(caller);
            using var response = await client.SendAsync(protocol.Request($"fake-{upstream}", "Say hello", stream, "no-usage"));
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, text);
            var record = Assert.Single(await person.UsageAsync(1));
            Assert.Equal((Outcome.Completed, UsageSource.Counted), (record.Outcome, record.Source));
            Assert.True(record.Charge > Money.Zero);
            Assert.Equal(record.Charge.Usd, Usage(text, stream).GetProperty("cost").GetDecimal());
        }
    }

    /// <summary>Also where the upstream then refuses or fails. Bytes that pass as they came lose nothing.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task What_was_not_sent_to_an_upstream_is_named(string caller, string upstream)
    {
        const string More = """
            ,"brand_new":{"a":1},"nothing":null,"evil\r\nset-cookie: a=b, c\u00e9":true
            """;
        var (person, client, protocol) = await RegisterAsync(caller);
        foreach (
            var (stream, script, status) in new[]
            {
                (false, "tokens=5", 200),
                (true, "tokens=5", 200),
                (true, "status=400", 400),
                (false, "status=500", 502),
            }
        )
        {
            using var response = await client.SendAsync(protocol.Request($"fake-{upstream}", "Say hello", stream, script, More));
            Assert.True(status == (int)response.StatusCode, $"{script}: {await response.Content.ReadAsStringAsync()}");
            string[] named = caller == upstream ? [] : ["brand_new, evil??set-cookie:?a=b??c?"];
            Assert.Equal(named, response.Headers.TryGetValues("x-fields-not-carried", out var names) ? names : []);
            Assert.False(response.Headers.Contains("set-cookie"));
        }

        Assert.Equal(4, (await person.UsageAsync(4)).Count);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>As some versions of Cursor send it.</summary>
    [Theory]
    [InlineData("fake-chat", "store")]
    [InlineData("fake-messages", "store, text.verbosity")]
    public async Task What_is_left_out_of_a_body_that_came_in_another_shape_is_named_as_it_came(string model, string named)
    {
        var (_, client, _) = await RegisterAsync("chat");
        using var body = new StringContent(
            $$$"""{"model":"{{{model}}}","input":"Hi","store":true,"text":{"verbosity":"low"}}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await client.PostAsync("/v1/chat/completions", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal([named], response.Headers.GetValues("x-fields-not-carried"));
    }

    [Fact]
    public async Task What_an_answer_was_made_without_is_named_with_its_repeat_as_well()
    {
        var (_, client, _) = await RegisterAsync("responses");
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        foreach (var repeated in (bool[])[false, true])
        {
            using var body = new StringContent(
                """{"model":"fake-chat","input":"Hi","brand_new":1,"tools":[{"type":"web_search"}]}""",
                Encoding.UTF8,
                "application/json"
            );
            using var response = await client.PostAsync("/v1/responses", body);
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            Assert.Equal(repeated, response.Headers.Contains("idempotent-replayed"));
            Assert.Equal(["web_search"], response.Headers.GetValues("x-tools-not-offered"));
            Assert.Equal(["brand_new"], response.Headers.GetValues("x-fields-not-carried"));
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Silence_is_filled_with_comments(string caller, string upstream)
    {
        var (_, client, protocol) = await RegisterAsync(caller);
        using var response = await client.SendAsync(
            protocol.Request($"fake-{upstream}", "Say hello", stream: true, "chunk-delay=1500ms, tokens=4")
        );
        var text = await response.Content.ReadAsStringAsync();
        // A blank line after it would end an event.
        Assert.Matches("\n\n(: keep-alive\n)+(data|event): ", text);
        Assert.EndsWith(protocol.Terminal, text, StringComparison.Ordinal);
    }

    private async Task<(Person Person, HttpClient Client, ClientProtocol Protocol)> RegisterAsync(string caller)
    {
        var person = await Person.RegisterAsync(platform);
        return (person, await person.ClientAsync(), ClientProtocol.Of(caller));
    }

    /// <summary>Our events of an error come where the upstream's left off.</summary>
    private static void ExpectInSequence(string stream)
    {
        var numbers = Numbers().Matches(stream).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.True(numbers.Length > 4, stream);
        Assert.Equal(Enumerable.Range(0, numbers.Length), numbers);
    }

    /// <summary>The last usage in an answer.</summary>
    private static JsonElement Usage(string text, bool stream)
    {
        if (!stream)
            return JsonDocument.Parse(text).RootElement.GetProperty("usage");
        var data = text.Split('\n')
            .Last(line => line.StartsWith("data: {", StringComparison.Ordinal) && line.Contains("\"usage\":{", StringComparison.Ordinal));
        var root = JsonDocument.Parse(data["data: ".Length..]).RootElement;
        return (root.TryGetProperty("response", out var response) ? response : root).GetProperty("usage");
    }

    [GeneratedRegex("\"sequence_number\":(\\d+)")]
    private static partial Regex Numbers();

    /// <summary>The pieces in which arguments come.</summary>
    [GeneratedRegex("\"(?:arguments|partial_json|delta)\":\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Pieces();
}
