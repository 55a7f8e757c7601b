using System.Text.Json;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

/// <summary>A request as code that can be pasted.</summary>
public sealed class PlaygroundCodeTests
{
    private const string Json = "{\n  \"content\": \"It's \\\"q\\\" é {{x}}\"\n}";

    [Fact]
    public void A_quote_does_not_end_the_shells_text()
    {
        var curl = PlaygroundCode.Of("https://api.example.com/v1", "/chat/completions", Json)[0];
        Assert.Equal(SnippetLanguage.Shell, curl.Language);
        Assert.StartsWith("curl https://api.example.com/v1/chat/completions \\\n", curl.Text, StringComparison.Ordinal);
        Assert.EndsWith("-d '" + Json.Replace("'", "'\\''", StringComparison.Ordinal) + "'", curl.Text, StringComparison.Ordinal);
        Assert.Contains("Bearer YOUR_API_KEY", curl.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quoted_text_reads_back_as_it_was() => Assert.Equal(Json, JsonSerializer.Deserialize<string>(PlaygroundCode.Quoted(Json)));

    [Fact]
    public void Python_and_CSharp_have_the_whole_body() =>
        Assert.All(
            PlaygroundCode.Of("https://api.example.com/v1", "/chat/completions", Json).Skip(1),
            snippet => Assert.Contains(PlaygroundCode.Quoted(Json), snippet.Text, StringComparison.Ordinal)
        );
}
