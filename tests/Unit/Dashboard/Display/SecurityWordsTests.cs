using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class SecurityWordsTests
{
    private static readonly SecurityEventView Event = new(DateTimeOffset.UnixEpoch, 1, "sign-in", "done", "192.0.2.0/24", null, null, null);

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0",
        "Edge on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        "Safari on macOS"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Safari on iPhone"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
        "Chrome on Android"
    )]
    [InlineData("<script>alert(1)</script>", "Unknown browser")]
    [InlineData("My bank's own app on Windows", "Unknown browser on Windows")]
    [InlineData("curl/8", "curl")]
    [InlineData(null, "Unknown browser")]
    public void A_browser_is_named_in_words_of_ours(string? client, string words) => Assert.Equal(words, BrowserWords.Of(client));

    [Theory]
    [InlineData("sign-in", "done", null, "Signed in", "Done")]
    [InlineData("sign-in", "wrong_credentials", null, "Sign-in with a wrong password", "Refused")]
    [InlineData("password-change", "done", null, "Password changed", "Done")]
    [InlineData("password-reset", "done", null, "Password reset by mail; every session ended", "Done")]
    [InlineData("key-change", "done", "disabled", "API key disabled", "Done")]
    [InlineData("everything-revoke", "done", null, "Everything revoke", "Done")]
    public void Each_act_has_its_words(string action, string outcome, string? detail, string title, string word)
    {
        var happened = Event with { Action = action, Outcome = outcome, Detail = detail };
        Assert.Equal((title, word), (SecurityWords.Title(happened), SecurityWords.Mark(happened).Word));
    }

    [Fact]
    public void Guesses_from_one_network_are_counted() =>
        Assert.Equal("Refused 12 times", SecurityWords.Mark(Event with { Outcome = "wrong_credentials", Count = 12 }).Word);
}
