using System.Text;
using Microsoft.Extensions.Options;
using Platform.Gateway.Protocols;
using Platform.Gateway.Tenancy;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Tenancy;

/// <summary>The session of an agent, as what is kept of it.</summary>
public sealed class SessionNamesTests
{
    private static readonly Guid Ann = Guid.Parse("11111111-1111-1111-1111-111111111111"),
        Bob = Guid.Parse("22222222-2222-2222-2222-222222222222");

    private readonly TenantIds ids = new(Options.Create(new TenantOptions { Secret = new string('s', 32) }));

    [Theory]
    [InlineData("x-claude-code-session-id")]
    [InlineData("session_id")]
    [InlineData("session-id")]
    [InlineData("conversation_id")]
    [InlineData("X-Session-Id")]
    public void A_header_names_it_and_what_is_kept_is_the_accounts_own_hash(string header)
    {
        var id = Of(Ann, header, "0f5e-secret-name");
        Assert.Equal(22, id!.Length);
        Assert.DoesNotContain("0f5e", id, StringComparison.Ordinal);
        Assert.Equal(id, Of(Ann, header, "0f5e-secret-name"));
        Assert.NotEqual(id, Of(Bob, header, "0f5e-secret-name"));
        Assert.NotEqual(id, Of(Ann, header, "another"));
    }

    [Theory]
    [InlineData("{\"model\":\"m\",\"messages\":[1],\"prompt_cache_key\":\"k\"}", true)]
    [InlineData("{\"prompt_cache_key\":\"\\u006b\",\"model\":\"m\",\"messages\":[1]}", true)]
    [InlineData("{\"model\":\"m\",\"messages\":[1],\"prompt_cache_key\":null}", false)]
    [InlineData("{\"model\":\"m\",\"messages\":[1],\"prompt_cache_key\":{\"k\":1}}", false)]
    [InlineData("{\"model\":\"m\",\"messages\":[1]}", false)]
    public void Without_one_the_cache_key_does(string body, bool named) =>
        Assert.Equal(named ? Of(Ann, "session_id", "k") : null, Of(Ann, "accept", "*/*", body));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void An_empty_name_is_none(string name) => Assert.Null(Of(Ann, "session_id", name));

    [Fact]
    public void A_name_that_is_too_long_is_none() => Assert.Null(Of(Ann, "session_id", new string('x', 513)));

    private string? Of(Guid account, string header, string value, string body = """{"model":"m","messages":[1]}""")
    {
        var http = new DefaultHttpContext();
        http.Request.Headers[header] = value;
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes(body), RequestShape.Chat).Value!;
        return SessionNames.IdOf(http.Request, request, account, ids);
    }
}
