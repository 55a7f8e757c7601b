using System.Net;
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

    private static async Task ExpectRefusedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("key_limit_exceeded", error.RootElement.GetProperty("error").GetProperty("code").GetString());
    }
}
