using Platform.Gateway.Catalog;
using Platform.Gateway.Wire;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

public sealed class UnknownUrlTests
{
    [Theory]
    [InlineData("POST", "/chat/completions", "does not begin with /v1")]
    [InlineData("GET", "/models", "does not begin with /v1")]
    [InlineData("POST", "/v1/v1/chat/completions", "/v1 twice")]
    [InlineData("POST", "/v1/chat/completions/chat/completions", "names the endpoint twice")]
    [InlineData("POST", "/v1/chat/completions/models", "names the endpoint twice")]
    [InlineData("GET", "/v1/chat/completions", "takes POST")]
    [InlineData("GET", "/", "not a page")]
    [InlineData("GET", "/v1", "not a page")]
    [InlineData("POST", "/v1/unheard-of", "There is no POST /v1/unheard-of here")]
    public void A_wrong_address_is_explained_with_the_base_url_to_use(string method, string path, string expected)
    {
        var message = UnknownUrl.Explain(method, path, "http://localhost:8080/v1");
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("http://localhost:8080/v1", message, StringComparison.Ordinal);
    }
}

public sealed class NearMatchesTests
{
    private static readonly string[] Known = ["gpt-4.1", "gpt-4.1-mini", "gpt-4o", "claude-sonnet-4-5"];

    [Theory]
    [InlineData("gpt-4.1-mnii", "gpt-4.1-mini")]
    [InlineData("GPT-4O", "gpt-4o")]
    [InlineData("openai/gpt-4.1-mini", "gpt-4.1-mini")]
    [InlineData("claude-sonnet-4.5", "claude-sonnet-4-5")]
    public void The_nearest_name_comes_first(string typed, string expected) => Assert.Equal(expected, NearMatches.Of(typed, Known)[0]);

    [Fact]
    public void A_name_like_none_suggests_none() => Assert.Empty(NearMatches.Of("llama-3-70b-instruct", Known));
}
