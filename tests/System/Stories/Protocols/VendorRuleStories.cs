using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Platform.Tests.Stories.Protocols;

/// <summary>
/// Bodies that the vendor of the caller's protocol takes and the vendor of the upstream's refuses, as the fake upstream does: they are
/// sent as the upstream takes them, and what is left out is named.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class VendorRuleStories(PlatformFixture platform)
{
    private const string Long = "mcp__atlassian_cloud_enterprise__jira_search_issues_with_a_query_in_the_languages_of_jql1";
    private const string Schema = """{"type":"object","properties":{"a":{"type":"string"}},"oneOf":[{"required":["a"]}]}""";

    /// <summary>The callers' own words for a tool, a choice of it, and an earlier call of it with an id of 80 characters.</summary>
    private static string WithTool(string path, string model, bool stream)
    {
        var (id, head) = (new string('i', 80), $$""" "model":"{{model}}","max_tokens":500,"stream":{{(stream ? "true" : "false")}} """);
        return path switch
        {
            "/v1/messages" => $$"""
                {{{head}},"messages":[{"role":"user","content":"Hi"},
                  {"role":"assistant","content":[{"type":"tool_use","id":"{{id}}","name":"{{Long}}","input":{} }]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"{{id}}","content":"1"}]},
                  {"role":"assistant","content":"Done."},{"role":"user","content":"Again"}],
                 "tools":[{"name":"{{Long}}","input_schema":{"type":"object"} }],"tool_choice":{"type":"tool","name":"{{Long}}"} }
                """,
            "/v1/chat/completions" => $$"""
                {{{head}},"messages":[{"role":"user","content":"Hi"},
                  {"role":"assistant","tool_calls":[{"id":"{{id}}","type":"function","function":{"name":"{{Long}}","arguments":"{}"} }]},
                  {"role":"tool","tool_call_id":"{{id}}","content":"1"},
                  {"role":"assistant","content":"Done."},{"role":"user","content":"Again"}],
                 "tools":[{"type":"function","function":{"name":"{{Long}}","parameters":{"type":"object"} } }],"tool_choice":"required"}
                """,
            _ => $$"""
                {{{head.Replace("max_tokens", "max_output_tokens", StringComparison.Ordinal)}},"input":[{"role":"user","content":"Hi"},
                  {"type":"function_call","call_id":"{{id}}","name":"{{Long}}","arguments":"{}"},
                  {"type":"function_call_output","call_id":"{{id}}","output":"1"},
                  {"role":"assistant","content":"Done."},{"role":"user","content":"Again"}],
                 "tools":[{"type":"function","name":"{{Long}}","parameters":{"type":"object"} }],"tool_choice":"required"}
                """,
        };
    }

    private async Task<(HttpResponseMessage Response, string Text)> PostAsync(string path, string body)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        var response = await client.PostAsync(path, content);
        return (response, await response.Content.ReadAsStringAsync());
    }

    private static string NotCarried(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-fields-not-carried", out var names) ? string.Join(", ", names) : "";

    [Theory]
    [InlineData("/v1/messages", "fake-chat")]
    [InlineData("/v1/messages", "fake-responses")]
    [InlineData("/v1/chat/completions", "fake-messages")]
    [InlineData("/v1/chat/completions", "fake-responses")]
    [InlineData("/v1/responses", "fake-chat")]
    [InlineData("/v1/responses", "fake-messages")]
    public async Task A_tool_of_a_long_name_is_called_by_it(string path, string model)
    {
        foreach (var stream in (bool[])[false, true])
        {
            var (response, text) = await PostAsync(path, WithTool(path, model, stream));
            Assert.True(response.StatusCode == HttpStatusCode.OK, text);
            // The call itself: a response repeats its tools, too.
            var next = path == "/v1/messages" ? "caller" : "arguments";
            Assert.Contains($"\"name\":\"{Long}\",\"{next}\":", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(""" "stop":["\n\n","END",""] """, "stop[0]")]
    [InlineData(""" "temperature":0.5,"top_p":0.9 """, "top_p")]
    [InlineData(""" "response_format":{"type":"json_object"} """, "response_format")]
    [InlineData(
        """ "response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object","properties":{"n":{"type":"integer","minimum":1},"s":{"type":"string","minLength":2}}}}} """,
        "response_format.json_schema.schema.properties.n.minimum, response_format.json_schema.schema.properties.s.minLength"
    )]
    [InlineData(""" "tools":[{"type":"function","function":{"name":"f","parameters":SCHEMA}}] """, "tools[0].function.parameters.oneOf")]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":2000},"max_tokens":3000 """, "")]
    [InlineData(""" "reasoning":{"max_tokens":9000},"max_tokens":3000 """, "")]
    public async Task What_Anthropic_refuses_is_left_out_and_named(string field, string named)
    {
        var body =
            """{"model":"fake-messages","messages":[{"role":"user","content":"Hi"}],"""
            + field.Replace("SCHEMA", Schema, StringComparison.Ordinal)
            + "}";
        var (response, text) = await PostAsync("/v1/chat/completions", body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal(named, NotCarried(response));
    }

    /// <summary>OpenAI refuses members that it does not know, and others' clients send them with every request.</summary>
    [Theory]
    [InlineData("fake-chat")]
    [InlineData("fake-messages")]
    [InlineData("fake-responses")]
    public async Task Usage_is_asked_for_in_the_words_of_OpenRouter_and_comes_with_its_cost(string model)
    {
        var (response, text) = await PostAsync(
            "/v1/chat/completions",
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}],"stream":true,"usage":{"include":true},"reasoning":{"effort":"low"} }"""
        );
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        var usage = text.Split("\n\n")[^3];
        Assert.Contains("\"choices\":[]", usage, StringComparison.Ordinal);
        Assert.Contains("\"cost\":0.0", usage, StringComparison.Ordinal);
    }
}
