using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

public sealed class UnpricedDimensionTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"Hi"}]""";
    private const string Responses = """{"model":"m","input":"Hi" """;
    private const string Messages = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]""";

    /// <param name="upstream">The protocol of the only route.</param>
    private static string? Refused(Protocol protocol, string body, Protocol? upstream = null)
    {
        var parsed = RequestParser.Parse(Encoding.UTF8.GetBytes(body + "}"), protocol.Request);
        Assert.True(parsed.Error is null, parsed.Error?.Message);
        var route = new ModelRoute("primary", "theirs", [(upstream ?? protocol).Name], new Price(1, 1, 1));
        var found = UnpricedDimension.Refuse(protocol, parsed.Value!, new Model("m", "o", default, 10_000, 100, [route]));
        Assert.Equal(found.Error is null ? null : 400, found.Error?.Status);
        Assert.Contains(found.Error?.Param ?? "", found.Error?.Message ?? "", StringComparison.Ordinal);
        return found.Error?.Param;
    }

    [Theory]
    [InlineData("\"service_tier\":\"priority\"", "service_tier")]
    [InlineData("\"service_tier\":\"flex\"", "service_tier")]
    [InlineData("\"service_tier\":\"\\u0070riority\"", "service_tier")]
    [InlineData("\"service_ti\\u0065r\":\"fast\"", "service_tier")]
    [InlineData("\"service_tier\":7", "service_tier")]
    [InlineData("\"service_tier\":\"auto\"", null)]
    [InlineData("\"service_tier\":\"default\"", null)]
    [InlineData("\"service_tier\":\"standard_only\"", null)]
    [InlineData("\"service_tier\":null", null)]
    [InlineData("\"speed\":\"fast\"", "speed")]
    [InlineData("\"speed\":\"standard\"", null)]
    [InlineData("\"inference_geo\":\"us\"", "inference_geo")]
    [InlineData("\"inference_geo\":\"global\"", null)]
    [InlineData("\"web_search_options\":{}", "web_search_options")]
    [InlineData("\"web_search_options\":null", null)]
    [InlineData("\"search_parameters\":{\"mode\":\"on\"}", "search_parameters")]
    [InlineData("\"search_parameters\":{\"mode\":\"off\"}", null)]
    [InlineData("\"enable_search\":true", "enable_search")]
    [InlineData("\"enable_search\":false", null)]
    [InlineData("\"plugins\":[{\"id\":\"web\"}]", "plugins")]
    [InlineData("\"plugins\":[]", null)]
    [InlineData("\"models\":[\"dearer/model\"]", "models")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities")]
    [InlineData("\"modalities\":[\"image\"]", "modalities")]
    [InlineData("\"modalities\":[\"text\"]", null)]
    [InlineData("\"metadata\":{\"service_tier\":\"priority\",\"ttl\":\"5m\"}", null)]
    public void A_member_that_costs_and_has_no_price_is_refused_by_its_name(string member, string? param)
    {
        Assert.Equal(param, Refused(Protocol.Chat, $"{Chat},{member}"));
        Assert.Equal(param, Refused(Protocol.Responses, $"{Responses},{member}"));
        Assert.Equal(param, Refused(Protocol.Messages, $"{Messages},{member}"));
        Assert.Equal(param, Refused(Protocol.Chat, $"{Chat},{member}", Protocol.Messages));
        Assert.Equal(param, Refused(Protocol.Messages, $"{Messages},{member}", Protocol.Chat));
        Assert.Equal(param, Refused(Protocol.Embeddings, $"{Responses},{member}"));
        Assert.Equal(param, Refused(Protocol.Completions, """{"model":"m","prompt":"Hi",""" + member));
        Assert.Null(Refused(Protocol.CountTokens, $"{Messages},{member}"));
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}}]""", "system[0].cache_control.ttl")]
    [InlineData("""[{"type":"text","text":"a"},{"type":"text","text":"b","cache_control":{"ttl":"1h"}}]""", "system[1].cache_control.ttl")]
    [InlineData("""[{"type":"text","text":"a","cache_control":{"tt\u006c":"\u0031h"}}]""", "system[0].cache_control.ttl")]
    [InlineData("""[{"type":"text","text":"a","cache_control":{"ttl":"5m","ttl":"1h"}}]""", "system[0].cache_control.ttl")]
    [InlineData("""[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"5m"}}]""", null)]
    [InlineData("""[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]""", null)]
    [InlineData("\"say \\\"1h\\\"\"", null)]
    public void Cache_entries_of_an_hour_without_a_price_are_refused_where_they_are_sent(string system, string? param)
    {
        var body = $$"""{{Messages}},"system":{{system}}""";
        Assert.Equal(param, Refused(Protocol.Messages, body));
        // The translation leaves cache_control out and names it.
        Assert.Null(Refused(Protocol.Messages, body, Protocol.Chat));
        Assert.Null(Refused(Protocol.CountTokens, body));
    }

    [Fact]
    public void An_hours_cache_entry_is_found_wherever_it_is()
    {
        const string hour = """{"type":"ephemeral","ttl":"1h"}""";
        Assert.Equal("cache_control.ttl", Refused(Protocol.Messages, $$"""{{Messages}},"cache_control":{{hour}}"""));
        Assert.Equal(
            "tools[1].cache_control.ttl",
            Refused(Protocol.Messages, $$"""{{Messages}},"tools":[{"name":"a"},{"name":"b","cache_control":{{hour}} }]""")
        );
        Assert.Equal(
            "messages[0].content[0].content[1].cache_control.ttl",
            Refused(
                Protocol.Messages,
                """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"text"},{"cache_control":"""
                    + hour
                    + "}]}]}]"
            )
        );
        Assert.Equal(
            "messages[0].content[0].cache_control.ttl",
            Refused(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":[{"type":"text","cache_control":""" + hour + "}]}]")
        );
    }

    [Fact]
    public void Sound_without_a_price_is_refused() =>
        Assert.Equal(
            "messages[0].content[0].type",
            Refused(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]""")
        );

    [Theory]
    [InlineData("""{"type":"web_search"}""", true)]
    [InlineData("""{"type":"mcp","server_label":"a"}""", true)]
    [InlineData("\"required\"", true)]
    [InlineData("""{"type":"allowed_tools","mode":"required","tools":[{"type":"web_search"}]}""", true)]
    [InlineData("""{"type":"allowed_tools","mode":"auto","tools":[{"type":"web_search"}]}""", false)]
    [InlineData("""{"type":"function","name":"web_search"}""", false)]
    [InlineData("\"auto\"", false)]
    [InlineData("\"none\"", false)]
    [InlineData("null", false)]
    public void A_hosted_tool_without_a_price_is_refused_where_it_is_demanded(string choice, bool refused)
    {
        var body = $$"""{{Responses}},"tools":[{"type":"web_search"},{"type":"mcp","server_label":"a"}],"tool_choice":{{choice}}""";
        Assert.Equal(refused ? "tool_choice" : null, Refused(Protocol.Responses, body));
        // The translation refuses it itself.
        Assert.Null(Refused(Protocol.Responses, body, Protocol.Chat));
    }

    [Theory]
    [InlineData("""{"type":"tool","name":"web_search"}""", true)]
    [InlineData("""{"type":"any"}""", false)]
    [InlineData("""{"type":"tool","name":"a"}""", false)]
    [InlineData("""{"type":"auto"}""", false)]
    public void As_it_is_in_Messages(string choice, bool refused) =>
        Assert.Equal(
            refused ? "tool_choice" : null,
            Refused(
                Protocol.Messages,
                $$"""{{Messages}},"tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"a"}],"tool_choice":{{choice}}"""
            )
        );

    [Fact]
    public void A_route_that_costs_nothing_more_is_taken_in_place_of_one_that_would()
    {
        const string body = Messages + ",\"system\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"ttl\":\"1h\"}}]}";
        var price = new Price(1, 1, 1);
        ModelRoute native = new("a", "theirs", ["anthropic-messages"], price),
            translated = new("b", "theirs", ["openai-chat"], price);
        var found = UnpricedDimension.Refuse(
            Protocol.Messages,
            RequestParser.Parse(Encoding.UTF8.GetBytes(body), RequestShape.Messages).Value!,
            new Model("m", "o", default, 10_000, 100, [native, translated])
        );
        Assert.Equal([translated], found.Value!.Routes);
    }

    [Fact]
    public void A_member_that_decides_the_price_may_not_stand_twice() =>
        Assert.Equal(
            "service_tier",
            RequestParser
                .Parse(Encoding.UTF8.GetBytes(Chat + ",\"service_tier\":\"default\",\"service_tier\":\"priority\"}"), RequestShape.Chat)
                .Error!.Param
        );
}
