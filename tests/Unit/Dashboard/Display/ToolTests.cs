using Platform.Dashboard.Display;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class ToolTests
{
    private static readonly Quickstart You = new("sk-test", "http://localhost:8080/v1", "gpt-4.1");

    public static TheoryData<string, string> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, string>();
            foreach (var tool in Tool.All.Where(tool => tool.Setup is not null))
            foreach (var block in tool.Setup!(You))
                blocks.Add(tool.Id, block.Place);
            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Every_block_can_be_pasted_whole(string tool, string place)
    {
        var block = Tool.Find(tool)!.Setup!(You).Single(block => block.Place == place);
        Assert.Null(await Parsers.FaultAsync(block.Language.ToString(), block.Text));
    }

    [Fact]
    public async Task The_commands_of_the_pages_are_commands()
    {
        Assert.Null(await Parsers.FaultAsync(nameof(SnippetLanguage.Shell), You.Curl));
        Assert.Null(await Parsers.FaultAsync(nameof(SnippetLanguage.Shell), You.Doctor));
    }

    [Theory]
    [InlineData(nameof(SnippetLanguage.Toml), "model = \"a\"\nexport KEY=b\n")]
    [InlineData(nameof(SnippetLanguage.Yaml), "models:\n - a\n  b: [\n")]
    [InlineData(nameof(SnippetLanguage.Json), "{\"a\": 1,}")]
    [InlineData(nameof(SnippetLanguage.Shell), "echo 'a")]
    [InlineData(nameof(SnippetLanguage.Python), "print(\n")]
    public async Task The_parsers_find_what_is_wrong(string language, string text) =>
        Assert.NotNull(await Parsers.FaultAsync(language, text));

    [Fact]
    public void Every_setup_holds_key_base_url_and_model()
    {
        foreach (var tool in Tool.All.Where(tool => tool.Setup is not null))
        {
            var setup = TextOf(tool.Id);
            Assert.Contains("sk-test", setup, StringComparison.Ordinal);
            Assert.Contains("gpt-4.1", setup, StringComparison.Ordinal);
            Assert.Equal(!tool.UsesRootUrl, setup.Contains("http://localhost:8080/v1", StringComparison.Ordinal));
            Assert.Contains("http://localhost:8080", setup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Claude_code_takes_the_base_url_without_v1() =>
        Assert.Contains("export ANTHROPIC_BASE_URL=http://localhost:8080\n", TextOf("claude-code"), StringComparison.Ordinal);

    [Fact]
    public void Codex_speaks_responses_and_gets_its_key_from_a_shell_of_its_own()
    {
        var blocks = Tool.Find("codex")!.Setup!(You);
        Assert.Equal(["~/.codex/config.toml", "In the shell that starts codex"], blocks.Select(block => block.Place));
        Assert.Contains("wire_api = \"responses\"", blocks[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("export", blocks[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_is_one_command() =>
        Assert.Equal("curl http://localhost:8080/v1/doctor -H \"Authorization: Bearer sk-test\"", You.Doctor);

    private static string TextOf(string tool) => string.Join('\n', Tool.Find(tool)!.Setup!(You).Select(block => block.Text));
}
