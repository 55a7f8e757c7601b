using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Dashboard.Web;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Web;

public sealed class MisdirectedApiCallsTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Json(string path, bool anthropic) =>
        JsonSerializer.Serialize(MisdirectedApiCalls.Error(path, anthropic, "http://api/v1", "http://me/errors/unknown_url"), Plain);

    [Fact]
    public void An_openai_client_gets_the_four_keys_and_the_base_url() =>
        Assert.Equal(
            """{"error":{"message":"This address belongs to the dashboard, not to the API. Set the Base URL in your tool to http://api/v1; your tool adds the rest. The API key and the model name can stay. See http://me/errors/unknown_url","type":"invalid_request_error","param":null,"code":"unknown_url"}}""",
            Json("/v1/chat/completions", anthropic: false)
        );

    [Fact]
    public void Claude_code_gets_its_own_shape_and_the_base_url_without_v1() =>
        Assert.Equal(
            """{"type":"error","error":{"type":"not_found_error","message":"This address belongs to the dashboard, not to the API. Set the Base URL in your tool (ANTHROPIC_BASE_URL) to http://api without /v1, which the clients of Anthropic's API add by themselves. The API key and the model name can stay. See http://me/errors/unknown_url","code":"unknown_url"}}""",
            Json("/v1/messages", anthropic: true)
        );

    [Fact]
    public void Whoever_adds_only_messages_gets_the_base_url_with_v1() =>
        Assert.Contains("to http://api/v1; your tool adds the rest.", Json("/messages", anthropic: true), StringComparison.Ordinal);
}
