using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class ToolTests
{
    private static readonly Quickstart You = new("sk-test", "http://localhost:8080/v1", "gpt-4.1");

    [Fact]
    public void Every_setup_holds_key_base_url_and_model()
    {
        foreach (var tool in Tool.All.Where(tool => tool.Setup is not null))
        {
            var setup = tool.Setup!(You);
            Assert.Contains("sk-test", setup, StringComparison.Ordinal);
            Assert.Contains("gpt-4.1", setup, StringComparison.Ordinal);
            Assert.Equal(!tool.UsesRootUrl, setup.Contains("http://localhost:8080/v1", StringComparison.Ordinal));
            Assert.Contains("http://localhost:8080", setup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Claude_code_takes_the_base_url_without_v1() =>
        Assert.Contains(
            "export ANTHROPIC_BASE_URL=http://localhost:8080\n",
            Tool.Find("claude-code")!.Setup!(You),
            StringComparison.Ordinal
        );

    [Fact]
    public void Codex_speaks_responses() =>
        Assert.Contains("wire_api = \"responses\"", Tool.Find("codex")!.Setup!(You), StringComparison.Ordinal);

    [Fact]
    public void The_doctor_is_one_command() =>
        Assert.Equal("curl http://localhost:8080/v1/doctor -H \"Authorization: Bearer sk-test\"", You.Doctor);
}
