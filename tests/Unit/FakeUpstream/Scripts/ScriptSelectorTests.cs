using Microsoft.Extensions.Time.Testing;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Wire;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Scripts;

public sealed class ScriptSelectorTests
{
    private readonly FakeTimeProvider time = new();
    private readonly Outage outage;
    private readonly ScriptSelector selector;

    public ScriptSelectorTests() => selector = new ScriptSelector(outage = new Outage(time));

    [Fact]
    public void A_model_that_fails_once_does_so_for_each_conversation()
    {
        Assert.Equal(429, For("fake-429-once", "one").Status);
        Assert.Equal(429, For("fake-429-once", "two").Status);
        Assert.Null(For("fake-429-once", "one").Status);
        Assert.Null(For("fake-429-once", "two").Status);
    }

    [Fact]
    public void During_an_outage_every_request_is_refused_until_it_ends_by_itself()
    {
        outage.Begin(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal((503, 10), (For("gpt-4.1", "one", ("x-fake-script", "echo")).Status, For("fake-echo", "one").RetryAfter));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(For("gpt-4.1", "one").Status);
    }

    [Fact]
    public void An_outage_has_a_status_of_its_own()
    {
        outage.Begin(TimeSpan.FromMinutes(1), 401);
        Assert.Equal((401, null), (For("gpt-4.1", "one").Status, For("gpt-4.1", "one").RetryAfter));
        outage.Begin(TimeSpan.FromMinutes(1));
        Assert.Equal(503, For("gpt-4.1", "one").Status);
    }

    [Fact]
    public void An_outage_can_be_ended()
    {
        outage.Begin(TimeSpan.FromMinutes(1));
        outage.Begin(TimeSpan.Zero);
        Assert.Null(For("gpt-4.1", "one").Status);
    }

    [Fact]
    public void A_header_that_says_once_counts_by_model()
    {
        Assert.Equal(500, For("gpt-4.1", "one", ("x-fake-script", "status=500, once")).Status);
        Assert.Null(For("gpt-4.1", "two", ("x-fake-script", "status=500, once")).Status);
        Assert.Equal(500, For("gpt-4o", "two", ("x-fake-script", "status=500, once")).Status);
    }

    [Fact]
    public void A_scenario_counts_by_itself()
    {
        Assert.Equal(500, For("gpt-4.1", "one", ("x-fake-script", "status=500, once"), ("x-fake-scenario", "a")).Status);
        Assert.Equal(500, For("gpt-4.1", "one", ("x-fake-script", "status=500, once"), ("x-fake-scenario", "b")).Status);
        Assert.Null(For("gpt-4o", "two", ("x-fake-script", "status=500, once"), ("x-fake-scenario", "a")).Status);
    }

    [Fact]
    public void Forgotten_occasions_come_again()
    {
        For("fake-500-once", "one");
        selector.ResetOnce();

        Assert.Equal(500, For("fake-500-once", "one").Status);
    }

    [Fact]
    public void A_header_adds_to_the_script_of_the_model()
    {
        var script = For("o4-mini", "one", ("x-fake-script", "cached=3"), ("x-fake-tokens", "12"));

        Assert.Equal((64, 3, 12), (script.ReasoningTokens, script.CachedTokens, script.Tokens));
    }

    [Theory]
    [InlineData("x-fake-script", "cut=x", "The header x-fake-script is malformed: 'cut=x' is wrong: ")]
    [InlineData("x-fake-tokens", "many", "The header x-fake-tokens is malformed: 'tokens=many' is wrong: ")]
    public void A_malformed_header_is_refused(string header, string value, string message)
    {
        var error = Assert.Throws<Refusal>(() => For("gpt-4.1", "one", (header, value))).Error;

        Assert.Equal((400, header), (error.Status, error.Param));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private Script For(string model, string messages, params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
            dictionary[name] = value;
        return selector.For(dictionary, model, System.Text.Encoding.UTF8.GetBytes(messages));
    }
}
