using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Docs;

public sealed class ReadmeTests
{
    [Fact]
    public void The_readme_shows_the_first_request_that_the_platform_suggests() =>
        Assert.Contains(
            FirstRequest.Curl("http://localhost:8080/v1", "sk-...", "gpt-6-luna").ReplaceLineEndings(),
            File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings(),
            StringComparison.Ordinal
        );
}
