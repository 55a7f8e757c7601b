using System.Text;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

public sealed class ToolsWithoutPriceTests
{
    private const string F = """{"type":"function","name":"f","parameters":{"type":"web_search"}}""";
    private const string Search = """{"type":"web_search","external_web_access":true}""";

    private static (string Sent, string Tools, string Fields) Native(Protocol protocol, string body)
    {
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes(body), protocol.Request).Value!;
        var left = ToolsWithoutPrice.In(request, priced: null);
        return (
            Encoding.UTF8.GetString(Splice.Into(request.Body.Span, left.Splices)),
            string.Join(", ", left.Tools),
            string.Join(", ", left.Fields)
        );
    }

    [Theory]
    [InlineData($"[{F},{Search}]", $"[{F}]", "tools[1]")]
    [InlineData($"[ {Search} , {F} ]", $"[ {F} ]", "tools[0]")]
    [InlineData($"[{Search},{Search},{F}]", $"[{F}]", "tools[0], tools[1]")]
    [InlineData($"[{F},{Search},{F},{Search}]", $"[{F},{F}]", "tools[1], tools[3]")]
    [InlineData("""[{"type":"function","name":"f"},{"ty\u0070e":"\u0077eb_search"}]""", """[{"type":"function","name":"f"}]""", "tools[1]")]
    [InlineData(
        """[{"type":"function","name":"f"},{"type":"function","type":"web_search"}]""",
        """[{"type":"function","name":"f"}]""",
        "tools[1]"
    )]
    public void A_hosted_tool_is_left_out_and_named(string tools, string sent, string fields) =>
        Assert.Equal(
            ($$"""{"model":"m","input":"Hi","tools":{{sent}},"tool_choice":"auto"}""", "web_search", fields),
            Native(Protocol.Responses, $$"""{"model":"m","input":"Hi","tools":{{tools}},"tool_choice":"auto"}""")
        );

    [Theory]
    [InlineData("""{"tools":[{"type":"web_search"}],"tool_choice":"auto","model":"m","input":"Hi"}""", """{"model":"m","input":"Hi"}""")]
    [InlineData(
        """{"model":"m","tools":[{"type":"web_search"}],"input":"Hi","parallel_tool_calls":true}""",
        """{"model":"m","input":"Hi"}"""
    )]
    [InlineData(
        """{ "model":"m","input":"Hi", "tool_choice":"auto" ,"tools":[{"type":"web_search"}] }""",
        """{ "model":"m","input":"Hi" }"""
    )]
    public void Without_tools_there_is_no_choice(string body, string sent) => Assert.Equal(sent, Native(Protocol.Responses, body).Sent);

    [Fact]
    public void A_choice_among_tools_loses_those_that_are_left_out() =>
        Assert.Equal(
            """{"model":"m","input":"Hi","tools":[{"type":"custom","name":"f"}],"tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"custom","name":"f"}]}}""",
            Native(
                Protocol.Responses,
                """{"model":"m","input":"Hi","tools":[{"type":"custom","name":"f"},{"type":"mcp"}],"tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"mcp"},{"type":"custom","name":"f"}]}}"""
            ).Sent
        );

    [Theory]
    [InlineData("""{"name":"a","input_schema":{}}""")]
    [InlineData("""{"type":"custom","name":"a"}""")]
    [InlineData("""{"type":"bash_20250124","name":"bash"}""")]
    [InlineData("""{"type":"text_editor_20250728","name":"str_replace_based_edit_tool"}""")]
    [InlineData("""{"type":"memory_20250818","name":"memory"}""")]
    [InlineData("""{"type":"computer_20250124","name":"computer"}""")]
    [InlineData("""{"type":"tool_search_tool_regex_20251119","name":"tool_search_tool_regex"}""")]
    [InlineData("""{"type":"local_shell"}""")]
    [InlineData("""{"type":"shell","environment":{"type":"local"}}""")]
    [InlineData("""{"type":"namespace","name":"n","tools":[]}""")]
    public void A_tool_that_the_client_runs_is_sent(string tool)
    {
        var body = $$"""{"model":"m","max_tokens":9,"messages":[1],"tools":[{{tool}}]}""";
        Assert.Equal((body, "", ""), Native(Protocol.Messages, body));
    }

    [Theory]
    [InlineData("""{"type":"web_search_20250305","name":"web_search"}""", "web_search_20250305")]
    [InlineData("""{"type":"web_fetch_20250910","name":"web_fetch"}""", "web_fetch_20250910")]
    [InlineData("""{"type":"code_execution_20250825","name":"code_execution"}""", "code_execution_20250825")]
    [InlineData("""{"type":"code_interpreter","container":{"type":"auto"}}""", "code_interpreter")]
    [InlineData("""{"type":"image_generation"}""", "image_generation")]
    [InlineData("""{"type":"file_search","vector_store_ids":["vs_1"]}""", "file_search")]
    [InlineData("""{"type":"shell","environment":{"type":"container_auto"}}""", "shell")]
    [InlineData("""{"google_search":{}}""", "google_search")]
    [InlineData("""{"type":"brand_new"}""", "brand_new")]
    [InlineData("""{"type":"\ud800"}""", "?")]
    public void A_tool_that_the_provider_runs_is_not(string tool, string type) =>
        Assert.Equal(
            ("""{"model":"m","max_tokens":9,"messages":[1],"tools":[{"name":"f"}]}""", type, "tools[0]"),
            Native(Protocol.Messages, $$"""{"model":"m","max_tokens":9,"messages":[1],"tools":[{{tool}},{"name":"f"}]}""")
        );

    [Fact]
    public void Nor_are_the_servers_whose_tools_it_would_run() =>
        Assert.Equal(
            ("""{"model":"m","max_tokens":9,"messages":[1]}""", "mcp_toolset", "tools[0], mcp_servers"),
            Native(
                Protocol.Messages,
                """{"model":"m","max_tokens":9,"mcp_servers":[{"type":"url"}],"messages":[1],"tools":[{"type":"mcp_toolset","mcp_server_name":"a"}]}"""
            )
        );

    [Theory]
    [InlineData("web_search_20250305", "web_search")]
    [InlineData("web_search_preview_2025_03_11", "web_search_preview")]
    [InlineData("web_search", "web_search")]
    [InlineData("mcp2", "mcp2")]
    public void The_kind_of_a_tool_is_its_type_without_the_version(string type, string kind) =>
        Assert.Equal(kind, new HostedTool(0, type, null, default).Kind);
}
