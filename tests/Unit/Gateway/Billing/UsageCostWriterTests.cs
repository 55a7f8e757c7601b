using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

public sealed class UsageCostWriterTests
{
    private static readonly Bill Bill = new(new TokenUsage(7, 5), UsageSource.Upstream, new Money(12_345));

    /// <summary>Our own count, which replaces one that is not believed.</summary>
    private static readonly Bill Counted = new(new TokenUsage(7, 5), UsageSource.Counted, new Money(12_345));

    private static string Answer(string json, Bill? bill = null) => InParts(Encoding.UTF8.GetBytes(json), bill ?? Bill);

    private static string InParts(byte[] json, Bill bill)
    {
        var costs = UsageCostWriter.Chat.CostsIn(json, bill);
        var whole = Encoding.UTF8.GetString(Splice.Into(json, costs));
        Assert.Equal(whole, string.Concat(Splice.Parts(json, costs).Select(part => Encoding.UTF8.GetString(part.Span))));
        return whole;
    }

    private static string Event(string sse) => Encoding.UTF8.GetString(UsageCostWriter.Chat.IntoEvent(Encoding.UTF8.GetBytes(sse), Bill));

    [Theory]
    [InlineData(
        """{ "x":[ 1 ,2], "usage" : { "prompt_tokens":1, "y":{"cost":9} } , "z":"\u00e9"}""",
        """{ "x":[ 1 ,2], "usage" : { "prompt_tokens":1, "y":{"cost":9} ,"cost":0.000012345} , "z":"\u00e9"}"""
    )]
    [InlineData("""{"usage":{}}""", """{"usage":{"cost":0.000012345}}""")]
    [InlineData("""{"usage":{"cost": 1.5e3 ,"cost_details":{"a":1}}}""", """{"usage":{"cost": 0.000012345 ,"cost_details":{"a":1}}}""")]
    [InlineData("""{"usage":{"cost":{"usd":[1]}}}""", """{"usage":{"cost":0.000012345}}""")]
    [InlineData(
        """{"choices":[{"usage":{}}],"cost":3}""",
        """{"choices":[{"usage":{}}],"cost":3,"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":0},"cost":0.000012345}}"""
    )]
    [InlineData(
        """{"usage":null,"choices":[]}""",
        """{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":0},"cost":0.000012345},"choices":[]}"""
    )]
    public void Only_the_usage_of_an_answer_changes(string json, string expected) => Assert.Equal(expected, Answer(json));

    [Theory]
    [InlineData(
        """{"usage":{"prompt_tokens":100000000,"completion_tokens":1},"choices":[]}""",
        """{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":0},"cost":0.000012345},"choices":[]}"""
    )]
    [InlineData(
        """{"usage":{}}""",
        """{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":0},"cost":0.000012345}}"""
    )]
    public void A_usage_that_is_not_believed_is_replaced(string json, string expected) => Assert.Equal(expected, Answer(json, Counted));

    [Fact]
    public void The_cost_is_what_the_client_pays() =>
        Assert.Equal("""{"usage":{"cost":0.000000009}}""", Answer("""{"usage":{}}""", Bill.PaidFrom(new Money(9))));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.000000001")]
    [InlineData(120_000_000, "0.12")]
    [InlineData(3_000_000_000, "3")]
    [InlineData(9_223_372_036_854_775_807, "9223372036.854775807")]
    public void The_cost_is_a_plain_decimal_exact_to_the_nano_dollar(long nano, string expected) =>
        Assert.Equal(
            $$$"""{"usage":{"cost":{{{expected}}}}}""",
            Answer("""{"usage":{}}""", new Bill(new TokenUsage(7, 5), UsageSource.Upstream, new Money(nano)))
        );

    [Theory]
    [InlineData("event: x\r\ndata:{\"usage\":{\"a\":1}}\r\n\r\n", "event: x\r\ndata:{\"usage\":{\"a\":1,\"cost\":0.000012345}}\r\n\r\n")]
    [InlineData("data: {\"usage\":{\"a\":1}}\ndata: [DONE]\n\n", "data: {\"usage\":{\"a\":1,\"cost\":0.000012345}}\ndata: [DONE]\n\n")]
    [InlineData("data: {\"usage\":null}\n\n", "data: {\"usage\":null}\n\n")]
    public void Only_the_usage_of_an_event_changes(string sse, string expected) => Assert.Equal(expected, Event(sse));

    [Theory]
    [InlineData(
        """{"id":"c","choices":[{"delta":{"content":"]"}}],"model":"m"}""",
        """{"id":"c","choices":[],"model":"m","usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":0},"cost":0.000012345}}"""
    )]
    [InlineData(
        """{"choices":[{}],"usage":null,"model":"m"}""",
        """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":0},"cost":0.000012345},"model":"m"}"""
    )]
    public void A_chunk_of_ours_is_like_the_upstreams(string json, string expected) =>
        Assert.Equal(
            $"data: {expected}\n\n",
            Encoding.UTF8.GetString(UsageCostWriter.ChunkLike(Encoding.UTF8.GetBytes($": comment\ndata: {json}\r\n\r\n"), Bill))
        );
}
