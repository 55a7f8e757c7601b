using Platform.Dashboard.Web;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Web;

public sealed class ApiPathTests
{
    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v1/chat/completions")]
    [InlineData("/V1/models")]
    [InlineData("/chat/completions")]
    [InlineData("/chat/completions/")]
    [InlineData("/completions")]
    [InlineData("/responses")]
    [InlineData("/responses/resp_1")]
    [InlineData("/messages/count_tokens")]
    [InlineData("/embeddings")]
    [InlineData("/models")]
    [InlineData("/doctor")]
    [InlineData("/v1/doctor")]
    [InlineData("/models/gpt-4.1")]
    [InlineData("/tokens/v1/messages")]
    [InlineData("/account/chat/completions")]
    public void A_path_of_the_api_is_recognised(string path) => Assert.True(ApiPath.Matches(path));

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/account")]
    [InlineData("/tokens/v1key")]
    [InlineData("/usage/req_1")]
    [InlineData("/v12")]
    [InlineData("/modelsheet")]
    [InlineData("/health")]
    [InlineData("/errors/unknown_url")]
    [InlineData("/guides/codex")]
    public void A_page_is_left_alone(string path) => Assert.False(ApiPath.Matches(path));
}
