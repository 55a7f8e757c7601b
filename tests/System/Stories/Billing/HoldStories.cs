using System.Net;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>A hold covers what may happen: whichever limit a provider heeds, and all that it turns into tokens.</summary>
[Collection(PlatformCollection.Name)]
public sealed class HoldStories(PlatformFixture platform)
{
    /// <summary>20,000 tokens of output cost $0.032, and the key may spend a tenth of a cent.</summary>
    [Theory]
    [InlineData(""","max_tokens":1,"max_completion_tokens":20000""", false)]
    [InlineData(""","max_tokens":20000,"max_completion_tokens":1""", true)]
    public async Task The_larger_of_two_output_limits_is_held(string limits, bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("a tenth of a cent", SpendLimit: new Money(1_000_000)));
        using var response = await client.ChatAsync(Chat.Body("gpt-4.1-mini", stream: stream, more: limits), "tokens=20000");
        await ExpectRefusedAsync(response);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>100,000 bytes are held as 50,000 tokens, which cost two cents, wherever in the body they are.</summary>
    [Theory]
    [InlineData(
        """{"model":"gpt-4.1-mini","max_tokens":1,"messages":[{"role":"user","content":"Hi"}],"functions":[{"name":"f","description":"TEXT"}]}"""
    )]
    [InlineData(
        """{"model":"gpt-4.1-mini","max_tokens":1,"messages":[{"role":"user","content":"Hi"}],"prediction":{"type":"content","content":"TEXT"}}"""
    )]
    [InlineData("""{"model":"gpt-4.1-mini","max_tokens":1,"messages":[{"role":"tool","tool_call_id":"c","content":"TEXT"}]}""")]
    public async Task All_that_is_turned_into_tokens_is_held(string body)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("one cent", SpendLimit: new Money(10_000_000)));
        using var response = await client.ChatAsync(body.Replace("TEXT", new string('x', 100_000), StringComparison.Ordinal));
        await ExpectRefusedAsync(response);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>
    /// A picture of a megabyte, of 1,024 x 768 pixels, is 1,048 tokens and not 333,000. The client leaves in the middle, so that nobody but
    /// the gateway has counted it.
    /// </summary>
    [Fact]
    public async Task A_client_that_leaves_pays_for_a_picture_by_its_pixels()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var body = Picture("gpt-5", 1_000_000, ",\"stream\":true");
        using (var response = await client.StreamAsync(body, "tokens=4000, chunk-delay=100ms"))
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            await stream.ReadExactlyAsync(new byte[1_500]);
        }

        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Disconnected, UsageSource.Counted), (record.Outcome, record.Source));
        Assert.InRange(record.Usage.Input, 1_048, 1_148);
        Assert.InRange(record.Charge.NanoUsd, 1, 10_000_000);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>100 KB are 66,000 tokens as text, for which a cent of gpt-4.1-mini does not pay; as a picture they are a thousand.</summary>
    [Theory]
    [InlineData("/v1/chat/completions", "gpt-4.1-mini")]
    [InlineData("/v1/responses", "gpt-4.1-mini")]
    [InlineData("/v1/messages", "gpt-4.1-mini")]
    [InlineData("/v1/messages", "fake-messages")]
    [InlineData("/v1/chat/completions", "fake-messages")]
    public async Task A_cent_pays_for_a_picture(string path, string model)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("one cent", SpendLimit: new Money(10_000_000)));
        var data = Base64Png(100_000);
        var body = path switch
        {
            "/v1/messages" =>
                $$$"""{"model":"{{{model}}}","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{data}}}"}}]}]}""",
            "/v1/responses" =>
                $$"""{"model":"{{model}}","input":[{"role":"user","content":[{"type":"input_text","text":"What is it?"},{"type":"input_image","image_url":"data:image/png;base64,{{data}}"}]}]}""",
            _ => Picture(model, 100_000),
        };
        using var response = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Upstream), (record.Outcome, record.Source));
        // The scripted upstream counts as OpenAI does.
        Assert.InRange(record.Usage.Input, 765, 865);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Without an upstream that counts.</summary>
    [Fact]
    public async Task A_picture_is_counted_by_its_pixels()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await client.PostAsync(
            "/v1/messages/count_tokens",
            new StringContent(
                $$$"""{"model":"fake-chat","messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Base64Png(100_000)}}}"}}]}]}""",
                Encoding.UTF8,
                "application/json"
            )
        );
        using var count = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.InRange(count.RootElement.GetProperty("input_tokens").GetInt64(), 1_048, 1_148);
    }

    private static string Picture(string model, int bytes, string more = "") =>
        $$$"""{"model":"{{{model}}}","messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Base64Png(bytes)}}}"}}]}]{{{more}}}}""";

    /// <summary>The header of a PNG of 1,024 x 768 pixels, and noise.</summary>
    private static string Base64Png(int bytes)
    {
        var file = new byte[bytes];
#pragma warning disable RS0030 // A seed makes the chance repeatable.
        new Random(7).NextBytes(file);
#pragma warning restore RS0030
        ((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13]).CopyTo(file);
        "IHDR"u8.CopyTo(file.AsSpan(12));
        ((ReadOnlySpan<byte>)[0, 0, 4, 0, 0, 0, 3, 0]).CopyTo(file.AsSpan(16));
        return Convert.ToBase64String(file);
    }

    private static async Task ExpectRefusedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("key_limit_exceeded", error.RootElement.GetProperty("error").GetProperty("code").GetString());
    }
}
