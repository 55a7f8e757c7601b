using System.Text;
using Platform.Accounts.Problems;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Problems;

public sealed class RefusalTests
{
    [Fact]
    public async Task A_person_with_too_many_attempts_learns_how_long_to_wait()
    {
        var (status, retryAfter, body) = await AnswerAsync(Refusals.TooManyAttempts(TimeSpan.FromSeconds(12.2)));
        Assert.Equal((429, "13"), (status, retryAfter));
        Assert.Equal(
            """{"title":"Too many attempts","status":429,"detail":"There were several attempts with a wrong password for this e-mail address from your network, so the next one has to wait.","code":"too_many_attempts"}""",
            body
        );
    }

    [Fact]
    public async Task Wrong_fields_are_named_with_their_mend()
    {
        var (status, retryAfter, body) = await AnswerAsync(
            new FieldErrors().Add("email", "Enter an e-mail address.").Add("password", null).Refusal!
        );
        Assert.Equal((400, ""), (status, retryAfter));
        Assert.Equal(
            """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"Invalid request","status":400,"detail":"Enter an e-mail address.","code":"invalid_request","errors":{"email":["Enter an e-mail address."]}}""",
            body
        );
    }

    private static async Task<(int Status, string RetryAfter, string Body)> AnswerAsync(Refusal refusal)
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Response.Body = body;
        await refusal.ExecuteAsync(context);
        return (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString(), Encoding.UTF8.GetString(body.ToArray()));
    }
}
