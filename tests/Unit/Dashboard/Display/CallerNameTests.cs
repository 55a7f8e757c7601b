using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class CallerNameTests
{
    [Theory]
    [InlineData("codex_cli_rs/0.42 (Linux)", "Codex CLI")]
    [InlineData("claude-cli/2.0 (external, cli)", "Claude Code")]
    [InlineData("opencode/1.18.33 ai-sdk/provider-utils/4.0", "opencode")]
    [InlineData("copilot/1.0.102 (linux)", "Copilot CLI")]
    [InlineData("OpenAI/Python 2.1", "an OpenAI SDK")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("my own tool", "my own tool")]
    [InlineData(null, "an unnamed client")]
    public void A_tool_has_the_name_of_its_vendor(string? userAgent, string name) => Assert.Equal(name, CallerName.Of(userAgent));
}
