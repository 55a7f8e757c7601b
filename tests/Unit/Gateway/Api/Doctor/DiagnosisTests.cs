using System.Text.Json;
using Platform.Gateway.Api.Doctor;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api.Doctor;

public sealed class DiagnosisTests
{
    private static readonly Diagnosis Sick = new(
        "req_1",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        [
            Check.Ok("base_url", "Right."),
            new Check("expiry", CheckStatus.Warn, "Soon over.", "Make another."),
            new Check("credit", CheckStatus.Fail, "None left.", "Buy some."),
            Check.Skipped("models", "Not looked\u001b[2J at."),
        ]
    );

    [Fact]
    public void For_a_terminal_the_lines_are_aligned_and_the_last_says_what_to_do_first() =>
        Assert.Equal(
            """
            Platform doctor, 2026-01-02 03:04:05 UTC, req_1

            ok    base_url  Right.
            warn  expiry    Soon over.
                            -> Make another.
            FAIL  credit    None left.
                            -> Buy some.
            -     models    Not looked [2J at.

            What to do first: Buy some.

            """,
            DiagnosisText.From(Sick)
        );

    [Fact]
    public void For_a_program_every_check_has_its_four_members() =>
        Assert.Equal(
            """{"object":"doctor","request_id":"req_1","created":1767323045,"healthy":false,"first":"Buy some.","checks":[{"id":"base_url","status":"ok","message":"Right.","fix":null},{"id":"expiry","status":"warn","message":"Soon over.","fix":"Make another."},{"id":"credit","status":"fail","message":"None left.","fix":"Buy some."},"""
                + """{"id":"models","status":"skipped","message":"Not looked\u001B[2J at.","fix":null}]}""",
            JsonSerializer.Serialize(DiagnosisJson.From(Sick))
        );

    [Fact]
    public void A_warning_comes_first_only_when_nothing_fails()
    {
        Assert.Equal("Make another.", (Sick with { Checks = [.. Sick.Checks.Where(check => check.Status != CheckStatus.Fail)] }).First);
        Assert.StartsWith("Nothing.", (Sick with { Checks = [Sick.Checks[0]] }).First, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl/8.0", "*/*", true)]
    [InlineData("curl/8.0", "", true)]
    [InlineData("curl/8.0", "application/json", false)]
    [InlineData("OpenAI/JS 7", "*/*", false)]
    [InlineData("OpenAI/JS 7", "text/plain", true)]
    [InlineData("OpenAI/JS 7", "text/plain, application/json", false)]
    [InlineData("Mozilla/5.0", "text/html,*/*;q=0.8", false)]
    public void Text_is_for_those_who_ask_for_it_and_for_terminals(string userAgent, string accept, bool text)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.UserAgent = userAgent;
        http.Request.Headers.Accept = accept;
        Assert.Equal(text, DoctorRoutes.WantsText(http.Request));
    }
}
