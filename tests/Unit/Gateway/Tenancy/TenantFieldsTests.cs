using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Gateway.Protocols;
using Platform.Gateway.Tenancy;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Tenancy;

public sealed class TenantFieldsTests
{
    private static readonly Guid One = new("019aa000-0000-7000-8000-00000000de30"),
        Two = new("019aa000-0000-7000-8000-00000000de31");

    private static readonly TenantIds Ids = IdsOf('s');
    private static readonly TenantFields Fields = new(Ids);

    [Theory]
    [InlineData("safety_identifier", "chat", ",\"safety_identifier\":\"ID\"")]
    [InlineData("safety_identifier", "responses", ",\"safety_identifier\":\"ID\"")]
    [InlineData("safety_identifier", "embeddings", ",\"user\":\"ID\"")]
    [InlineData("safety_identifier", "completions", ",\"user\":\"ID\"")]
    [InlineData("safety_identifier", "messages", ",\"metadata\":{\"user_id\":\"ID\"}")]
    [InlineData("safety_identifier", "count_tokens", "")]
    [InlineData("user", "chat", ",\"user\":\"ID\"")]
    [InlineData("user", "messages", ",\"metadata\":{\"user_id\":\"ID\"}")]
    [InlineData("metadata.user_id", "messages", ",\"metadata\":{\"user_id\":\"ID\"}")]
    [InlineData("metadata.user_id", "chat", "")]
    [InlineData("none", "chat", "")]
    [InlineData("none", "messages", "")]
    public void An_upstream_is_told_the_account_in_the_member_that_it_takes(string setting, string protocol, string added)
    {
        const string Body = """{ "model" : "m","messages":[{"role":"user","content":"\"user\": x"}] """;
        Assert.Equal(Body + added.Replace("ID", Ids.Account(One), StringComparison.Ordinal) + "}\n", Into(Body + "}\n", setting, protocol));
    }

    [Theory]
    [InlineData("chat", "prompt_cache_key")]
    [InlineData("chat", "user")]
    [InlineData("responses", "prompt_cache_key")]
    [InlineData("completions", "prompt_cache_key")]
    public void A_name_that_a_caller_gives_becomes_its_accounts_own(string protocol, string member)
    {
        var body = $$"""{"model":"m","{{member}}" : "shared","temperature":0.50}""";
        var one = Into(body, "safety_identifier", protocol, One);
        var two = Into(body, "safety_identifier", protocol, Two);
        Assert.NotEqual(one, two);
        Assert.Equal(one, Into(body, "safety_identifier", protocol, One));
        Assert.NotEqual(one, Into(body.Replace("shared", "other", StringComparison.Ordinal), "safety_identifier", protocol, One));
        Assert.DoesNotContain("shared", one, StringComparison.Ordinal);
        Assert.Contains(",\"temperature\":0.50", one, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(one);
        Assert.InRange(json.RootElement.GetProperty(member).GetString()!.Length, 1, 64);
    }

    [Theory]
    [InlineData("chat", """{"model":"m","safety_identifier":"theirs"}""", """{"model":"m","safety_identifier":"ID"}""")]
    [InlineData("chat", """{"model":"m","safety_identifier":null}""", """{"model":"m","safety_identifier":"ID"}""")]
    [InlineData(
        "chat",
        """{"s\u0061fety_identifier":"a","safety_identifier":"b"}""",
        """{"s\u0061fety_identifier":"ID","safety_identifier":"ID"}"""
    )]
    [InlineData("messages", """{"metadata":{"user_id":"theirs"},"model":"m"}""", """{"metadata":{"user_id":"ID"},"model":"m"}""")]
    [InlineData("messages", """{"metadata":null,"model":"m"}""", """{"metadata":{"user_id":"ID"},"model":"m"}""")]
    public void A_caller_cannot_pass_for_another_account(string protocol, string body, string sent) =>
        Assert.Equal(sent.Replace("ID", Ids.Account(One), StringComparison.Ordinal), Into(body, "safety_identifier", protocol));

    [Fact]
    public void The_metadata_of_openai_is_the_callers() =>
        Assert.Contains(
            "\"metadata\":{\"user_id\":\"u\"}",
            Into("""{"metadata":{"user_id":"u"}}""", "user", "responses"),
            StringComparison.Ordinal
        );

    [Fact]
    public void An_id_is_found_only_with_the_secret()
    {
        Assert.NotEqual(Ids.Account(One), IdsOf('t').Account(One));
        Assert.DoesNotContain("019aa000", Ids.Account(One), StringComparison.Ordinal);
    }

    private static TenantIds IdsOf(char secret) => new(Options.Create(new TenantOptions { Secret = new string(secret, 32) }));

    private static string Into(string body, string setting, string protocol, Guid? account = null) =>
        Encoding.UTF8.GetString(Fields.Into(Encoding.UTF8.GetBytes(body), Of(protocol), setting, account ?? One).Span);

    private static Protocol Of(string name) =>
        Protocol.All.Single(each =>
            each.Path.TrimStart('/')
            == (
                name switch
                {
                    "chat" => "chat/completions",
                    "count_tokens" => "messages/count_tokens",
                    _ => name,
                }
            )
        );
}
