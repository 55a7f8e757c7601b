using Platform.Gateway.Tenancy;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Tenancy;

public sealed class UpstreamHeadersTests
{
    [Theory]
    [InlineData("Accept", "text/event-stream", true, false)]
    [InlineData("User-Agent", "codex/1.0", true, false)]
    [InlineData("OpenAI-Beta", "responses=v1", true, false)]
    [InlineData("User-Agent", "a\tb", true, false)]
    [InlineData("Anthropic-Beta", "context-1m", true, true)]
    [InlineData("anthropic-version", "2023-06-01", true, true)]
    [InlineData("anthropic-beta", "context-1m", false, false)]
    [InlineData("anthropic-workspace-id", "wrkspc_1", false, true)]
    [InlineData("Idempotency-Key", "1234", false, true)]
    [InlineData("idempotency-key", "1234", false, true)]
    [InlineData("X-Idempotency-Key", "1234", false, true)]
    [InlineData("OpenAI-Project", "proj_1", false, true)]
    [InlineData("OpenAI-Organization", "org-1", false, true)]
    [InlineData("Authorization", "Bearer sk-1", false, true)]
    [InlineData("x-api-key", "sk-1", false, true)]
    [InlineData("Cookie", "a=b", false, true)]
    [InlineData("Host", "a", false, true)]
    [InlineData("Transfer-Encoding", "chunked", false, true)]
    [InlineData("X-Forwarded-For", "10.0.0.1", false, true)]
    [InlineData("X-Unknown", "a", false, true)]
    [InlineData("User-Agent", "caf\u00e9", false, false)]
    [InlineData("User-Agent", "a\u0001b", false, false)]
    [InlineData("User-Agent", "", false, false)]
    [InlineData("anthropic-beta", "caf\u00e9", false, true)]
    public void Only_what_is_listed_and_can_be_sent_is_sent(string name, string value, bool sent, bool anthropic) =>
        Assert.Equal(sent, Copied(name, value, anthropic, more: null).Contains(name));

    [Theory]
    [InlineData("x-fake-*", "X-Fake-Script", true)]
    [InlineData("http-referer , x-title", "X-Title", true)]
    [InlineData("x-title", "x-title-2", false)]
    [InlineData("x-*", "x-request-id", false)]
    [InlineData("x-*", "x-api-key", false)]
    [InlineData("ide*", "Idempotency-Key", false)]
    [InlineData("pro*", "Proxy-Authorization", false)]
    public void A_setting_allows_more_but_never_what_names_an_account_or_an_answer(string more, string name, bool sent) =>
        Assert.Equal(sent, Copied(name, "1", anthropic: false, more).Contains(name));

    [Fact]
    public void The_value_that_cannot_be_sent_is_left_out_and_the_other_is_sent()
    {
        using var request = new HttpRequestMessage { Content = new ByteArrayContent([]) };
        var headers = new HeaderDictionary { ["anthropic-beta"] = new(["a", "\u00e9", "b"]), ["Content-Type"] = "text/caf\u00e9" };
        UpstreamHeaders.Copy(headers, request, anthropic: true, more: null);
        Assert.Equal(["a", "b"], request.Headers.GetValues("anthropic-beta"));
        Assert.Equal("application/json", request.Content.Headers.ContentType!.ToString());
    }

    private static System.Net.Http.Headers.HttpRequestHeaders Copied(string name, string value, bool anthropic, string? more)
    {
        var request = new HttpRequestMessage { Content = new ByteArrayContent([]) };
        UpstreamHeaders.Copy(new HeaderDictionary { [name] = value }, request, anthropic, more);
        return request.Headers;
    }
}
