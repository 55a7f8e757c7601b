using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Platform.Gateway.Api.Responses;
using Platform.Gateway.Errors;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api.Responses;

public sealed class InputItemsTests
{
    private const string Items = """
        [{"type":"message","role":"user","content":"Who?"},
         {"type":"message","id":"msg_a","role":"assistant","content":[{"type":"output_text","text":"Ada."}]},
         {"role":"assistant","content":"Truly."},
         {"type":"function_call_output","call_id":"c","output":"\ud800"}]
        """;

    private const string First = """{"id":"msg_1_0","type":"message","role":"user","content":[{"type":"input_text","text":"Who?"}]}""",
        Second =
            """{"id":"msg_a","type":"message","role":"assistant","content":[{"type":"output_text","text":"Ada.","annotations":[],"logprobs":[]}],"status":"completed"}""",
        Third =
            """{"id":"msg_1_2","type":"message","role":"assistant","content":[{"type":"output_text","text":"Truly.","annotations":[],"logprobs":[]}],"status":"completed"}""",
        Fourth = """{"id":"msg_1_3","type":"function_call_output","call_id":"c","output":"\ud800","status":"completed"}""";

    private static StepResult<byte[]> Page(string query) =>
        InputItems.Page(
            "resp_1",
            Encoding.UTF8.GetBytes(Items),
            new QueryFeature(new FeatureCollection { [typeof(IHttpRequestFeature)] = new HttpRequestFeature { QueryString = query } }).Query
        );

    [Theory]
    [InlineData("", $"[{Fourth},{Third},{Second},{First}]", "msg_1_3", "msg_1_0", "false")]
    [InlineData("?order=asc", $"[{First},{Second},{Third},{Fourth}]", "msg_1_0", "msg_1_3", "false")]
    [InlineData("?order=asc&limit=2", $"[{First},{Second}]", "msg_1_0", "msg_a", "true")]
    [InlineData("?order=asc&limit=2&after=msg_a", $"[{Third},{Fourth}]", "msg_1_2", "msg_1_3", "false")]
    [InlineData("?limit=1&after=msg_1_3", $"[{Third}]", "msg_1_2", "msg_1_2", "true")]
    public void A_page_is_as_OpenAI_shows_it(string query, string data, string first, string last, string more) =>
        Assert.Equal(
            $$"""{"object":"list","data":{{data}},"first_id":"{{first}}","last_id":"{{last}}","has_more":{{more}}}""",
            Encoding.UTF8.GetString(Page(query).Value!)
        );

    [Fact]
    public void Behind_the_last_item_there_is_nothing() =>
        Assert.Equal(
            """{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}""",
            Encoding.UTF8.GetString(Page("?order=asc&after=msg_1_3").Value!)
        );

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=x", "limit")]
    [InlineData("?order=up", "order")]
    [InlineData("?after=msg_none", "after")]
    public void A_wrong_query_is_refused_by_its_name(string query, string param) =>
        Assert.Equal((400, param), (Page(query).Error!.Status, Page(query).Error!.Param));
}
