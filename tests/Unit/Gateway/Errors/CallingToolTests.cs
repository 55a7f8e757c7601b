using Platform.Gateway.Errors;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Errors;

public sealed class CallingToolTests
{
    [Theory]
    [InlineData("curl/7.88.1", "curl")]
    [InlineData("codex_exec/0.169.0 (Debian 12.0.0; x86_64) unknown (codex_exec; 0.169.0)", "Codex CLI")]
    [InlineData("claude-cli/2.1.329 (external, cli)", "Claude Code")]
    [InlineData("Cline/3.0.65", "Cline")]
    [InlineData("Continue/IDE", "Continue")]
    [InlineData("OpenAI/JS 7.55.0", "an OpenAI SDK")]
    [InlineData("Anthropic/JS 1.11.0", "an Anthropic SDK")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64)", "a browser")]
    [InlineData("", "a tool we do not know")]
    public void A_tool_is_known_by_its_user_agent(string userAgent, string name) =>
        Assert.Equal(name, CallingTool.From(new HeaderDictionary { ["User-Agent"] = userAgent }).Name);

    [Fact]
    public void A_tool_is_distinguished_from_the_sdk_it_is_made_with() =>
        Assert.Equal("Cline", CallingTool.From(new HeaderDictionary { ["User-Agent"] = "OpenAI/JS 7.55.0", ["X-Title"] = "Cline" }).Name);

    [Fact]
    public void Only_clients_of_Anthropics_api_take_the_base_url_without_v1()
    {
        Assert.True(CallingTool.From(new HeaderDictionary { ["User-Agent"] = "claude-cli/2.1" }).TakesRoot);
        Assert.False(CallingTool.From(new HeaderDictionary { ["User-Agent"] = "codex_exec/0.169.0" }).TakesRoot);
    }
}
