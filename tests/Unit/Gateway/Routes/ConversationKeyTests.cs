using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Xunit;
using static Platform.Tests.Unit.Gateway.Routes.Choices;

namespace Platform.Tests.Unit.Gateway.Routes;

public sealed class ConversationKeyTests
{
    private static ConversationKey Key(
        string body,
        string protocol = "chat",
        string? header = null,
        string? name = null,
        Guid? account = null
    )
    {
        var http = new DefaultHttpContext().Request;
        if (header is not null)
            http.Headers[header] = name;
        return ConversationKey.Of(http, Parse(body, Of(protocol)), account ?? Account, "req_1");
    }

    private static Protocol Of(string name) =>
        name switch
        {
            "messages" => Protocol.Messages,
            "responses" => Protocol.Responses,
            "completions" => Protocol.Completions,
            "embeddings" => Protocol.Embeddings,
            _ => Protocol.Chat,
        };

    /// <summary>What the first request of a conversation has in common with a later one, and not with another conversation's.</summary>
    [Theory]
    [InlineData(
        "chat",
        """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}]}""",
        """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},{"role":"user","content":"More"}]}""",
        """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Bye"}]}"""
    )]
    [InlineData(
        "chat",
        """{"messages":[{"role":"developer","content":"Be brief."},{"content":[{"type":"text","text":"Hello"}],"role":"user"}],"model":"m"}""",
        """{"messages":[{"role":"developer","content":"Be brief."},{"content":[{"type":"text","text":"Hello"}],"role":"user"},{"role":"tool","content":"3"}],"model":"m","temperature":1}""",
        """{"messages":[{"role":"developer","content":"Be long."},{"content":[{"type":"text","text":"Hello"}],"role":"user"}],"model":"m"}"""
    )]
    // The mark of the cache moves on.
    [InlineData(
        "messages",
        """{"model":"m","max_tokens":1,"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]}]}""",
        """{"model":"m","max_tokens":2,"system":[{"type":"text","text":"Be brief."}],"messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]},{"role":"assistant","content":"Hi"},{"role":"user","content":"More"}]}""",
        """{"model":"m","max_tokens":1,"system":[{"type":"text","text":"Be long."}],"messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]}"""
    )]
    [InlineData(
        "responses",
        """{"model":"m","instructions":"Be brief.","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]}]}""",
        """{"model":"m","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]},{"type":"function_call_output","call_id":"c","output":"3"}],"instructions":"Be brief."}""",
        """{"model":"m","instructions":"Be brief.","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello!"}]}]}"""
    )]
    [InlineData(
        "responses",
        """{"model":"m","input":"Hello"}""",
        """{"model":"m","input":"Hello","stream":true}""",
        """{"model":"m","input":"Hello!"}"""
    )]
    [InlineData(
        "completions",
        """{"model":"m","prompt":"Once upon"}""",
        """{"model":"m","prompt":"Once upon","n":2}""",
        """{"model":"m","prompt":"Twice upon"}"""
    )]
    [InlineData(
        "embeddings",
        """{"model":"m","input":["a","b"]}""",
        """{"model":"m","input":["a","c"]}""",
        """{"model":"m","input":["c","b"]}"""
    )]
    public void The_beginning_names_a_conversation(string protocol, string first, string later, string other)
    {
        var key = Key(first, protocol);
        Assert.Equal(StickySource.Prefix, key.Source);
        Assert.Equal(key, Key(later, protocol));
        Assert.NotEqual(key, Key(other, protocol));
        Assert.NotEqual(key, Key(first, protocol, account: Guid.Empty));
    }

    /// <summary>Long instructions are read by their beginning, and the first message behind them still counts.</summary>
    [Fact]
    public void Long_instructions_do_not_hide_the_first_message()
    {
        var system = new string('s', 100_000);
        string Body(string text) =>
            $$"""{"model":"m","messages":[{"role":"system","content":"{{system}}"},{"role":"user","content":"{{text}}"}]}""";
        Assert.Equal(Key(Body("one")), Key(Body("one")));
        Assert.NotEqual(Key(Body("one")), Key(Body("two")));
    }

    /// <summary>A text longer than is read counts by its beginning, and a large body does not cost more than that.</summary>
    [Fact]
    public void Of_a_very_long_text_the_beginning_counts()
    {
        string Body(string text) => $$"""{"model":"m","messages":[{"role":"user","content":"{{text}}{{new string('x', 1_000_000)}}"}]}""";
        Assert.Equal(Key(Body("one")), Key(Body("one")));
        Assert.NotEqual(Key(Body("one")), Key(Body("two")));
    }

    private const string Hello = """{"model":"m","messages":[{"role":"user","content":"Hello"}]""";

    [Theory]
    [InlineData("x-claude-code-session-id")]
    [InlineData("session_id")]
    [InlineData("session-id")]
    [InlineData("conversation_id")]
    public void An_agents_session_names_it_whatever_it_says(string header)
    {
        var key = Key(Hello + "}", header: header, name: "s1");
        Assert.Equal(StickySource.Session, key.Source);
        Assert.Equal(key, Key("""{"model":"m","messages":[{"role":"user","content":"Bye"}]}""", header: header, name: "s1"));
        Assert.NotEqual(key, Key(Hello + "}", header: header, name: "s2"));
        Assert.NotEqual(key, Key(Hello + "}", header: header, name: "s1", account: Guid.Empty));
    }

    [Fact]
    public void A_prompt_cache_key_goes_before_a_session()
    {
        var key = Key(Hello + ""","prompt_cache_key":"k"}""", header: "session_id", name: "s1");
        Assert.Equal(StickySource.CacheKey, key.Source);
        Assert.Equal(key, Key(Hello + ""","prompt_cache_key":"k"}""", header: "session_id", name: "s2"));
    }

    [Fact]
    public void Without_any_text_each_request_is_its_own() =>
        Assert.Equal(StickySource.None, Key("""{"model":"m","input":[[1,2,3]]}""", "embeddings").Source);

    /// <summary>The same in every process: two gateways must agree.</summary>
    [Fact]
    public void The_key_is_always_the_same() => Assert.Equal(8223247962682585412UL, Key(Hello + "}").Value);
}
