using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class MissingPageTests
{
    [Theory]
    [InlineData(404, "/usage/req_1", "There is no receipt of this request", "~/usage")]
    [InlineData(404, "/Tokens/abc/rotate", "There is no such API key", "~/tokens")]
    [InlineData(404, "/guides/emacs", "There is no guide with this name", "~/guides")]
    [InlineData(404, "/models/gpt", "There is no such model", "~/models")]
    [InlineData(404, "/docs/nothing", "There is no such page of the documentation", "~/docs")]
    [InlineData(404, "/sandbox-checkout/1", "There is no such payment", "~/credit")]
    [InlineData(404, "/usages", "There is no such page", "~/")]
    [InlineData(405, "/", "There is no such page", "~/")]
    [InlineData(400, "/tokens/new", "This form could not be accepted", "~/account")]
    public void What_is_missing_is_said_by_its_address(int status, string path, string title, string firstLink)
    {
        var page = MissingPage.For(status, path);
        Assert.Equal((title, firstLink), (page.Title, page.Links[0].Address));
    }
}
