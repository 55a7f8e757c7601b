using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Billing;

/// <summary>A hosted tool with a price: the provider is told how often it may be called, and as many calls are held.</summary>
public sealed class PricedToolsTests
{
    /// <summary>Nano-USD: a token 10 and 20, a search 1,000. A search adds at most 100 tokens of input.</summary>
    private static readonly Price Listed = new(
        1,
        10_000_000,
        20_000_000,
        Tools: [new ToolPrice("web_search", 1_000, 100, 3), new ToolPrice("code_interpreter", 7_000, 0, 2)]
    );

    private static readonly ModelRoute Route = new("primary", "m", ["openai-responses", "anthropic-messages", "openai-chat"], Listed);
    private static readonly Model Sold = new("m", "o", default, 100_000, 1_000, [Route]);

    private static InferenceRequest Parse(Protocol protocol, string members)
    {
        var subject =
            protocol == Protocol.Responses ? "\"input\":\"Hi\"" : "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        var parsed = RequestParser.Parse(Encoding.UTF8.GetBytes($$"""{"model":"m",{{subject}},{{members}}}"""), protocol.Request);
        Assert.True(parsed.Error is null, parsed.Error?.Message);
        return parsed.Value!;
    }

    private static Model Admit(Protocol protocol, InferenceRequest request)
    {
        var admitted = UnpricedDimension.Refuse(protocol, request, Sold);
        Assert.True(admitted.Error is null, admitted.Error?.Message);
        return admitted.Value!;
    }

    private static string Sent(Protocol protocol, InferenceRequest request, Price held)
    {
        IReadOnlyList<Splice> splices =
        [
            .. ToolsWithoutPrice.In(request, held.Tools).Splices,
            .. PricedTools.Bounds(protocol, request, held.Tools),
        ];
        return Encoding.UTF8.GetString(Splice.Into(request.Body.Span, splices));
    }

    [Theory]
    [InlineData(
        """
            "tools":[{"type":"web_search"}]
            """,
        """
            {"max_tool_calls":3,"model":"m","input":"Hi","tools":[{"type":"web_search"}]}
            """,
        3
    )]
    [InlineData(
        """
            "tools":[{"type":"web_search_preview_2025_03_11"}],"tool_choice":{"type":"web_search_preview"}
            """,
        """
            {"max_tool_calls":3,"model":"m","input":"Hi","tools":[{"type":"web_search_preview_2025_03_11"}],"tool_choice":{"type":"web_search_preview"}}
            """,
        3
    )]
    [InlineData(
        """
            "max_tool_calls":1,"tools":[{"type":"web_search"}]
            """,
        """
            {"model":"m","input":"Hi","max_tool_calls":1,"tools":[{"type":"web_search"}]}
            """,
        1
    )]
    [InlineData(
        """
            "max_tool_calls":50,"tools":[{"type":"web_search"},{"type":"mcp"}]
            """,
        """
            {"model":"m","input":"Hi","max_tool_calls":3,"tools":[{"type":"web_search"}]}
            """,
        3
    )]
    [InlineData(
        """
            "max_tool_calls":0.5,"tools":[{"type":"web_search"}]
            """,
        """
            {"model":"m","input":"Hi","max_tool_calls":3,"tools":[{"type":"web_search"}]}
            """,
        3
    )]
    [InlineData(
        """
            "max_tool_calls":-1,"tools":[{"type":"web_search"}]
            """,
        """
            {"model":"m","input":"Hi","max_tool_calls":3,"tools":[{"type":"web_search"}]}
            """,
        3
    )]
    [InlineData(
        """
            "tools":[{"type":"web_search"},{"type":"code_interpreter","container":{"type":"auto"}}]
            """,
        """
            {"max_tool_calls":3,"model":"m","input":"Hi","tools":[{"type":"web_search"},{"type":"code_interpreter","container":{"type":"auto"}}]}
            """,
        3
    )]
    public void Responses_say_how_often_all_tools_may_be_called(string members, string sent, int most)
    {
        var request = Parse(Protocol.Responses, members);
        var held = Admit(Protocol.Responses, request).Routes[0].Price;
        Assert.Equal(sent, Sent(Protocol.Responses, request, held));
        Assert.All(held.Tools!, tool => Assert.Equal(most, tool.MaxCalls));
    }

    [Theory]
    [InlineData(
        """{"type":"web_search_20250305","name":"web_search"}""",
        """{"max_uses":3,"type":"web_search_20250305","name":"web_search"}""",
        3
    )]
    [InlineData(
        """{"type":"web_search_20250305","name":"web_search","max_uses":2}""",
        """{"max_uses":2,"type":"web_search_20250305","name":"web_search"}""",
        2
    )]
    [InlineData("""{"max_uses":900,"type":"web_search_20250305"}""", """{"max_uses":3,"type":"web_search_20250305"}""", 3)]
    [InlineData(
        """{"max\u005fuses":900,"type":"web_search_20250305","max_uses":1}""",
        """{"max_uses":1,"type":"web_search_20250305"}""",
        1
    )]
    [InlineData("""{"max_uses":"9","type":"web_search_20250305"}""", """{"max_uses":3,"type":"web_search_20250305"}""", 3)]
    public void Messages_say_how_often_each_tool_may_be_called(string tool, string sent, int most)
    {
        var request = Parse(Protocol.Messages, $"\"tools\":[{tool}]");
        var held = Admit(Protocol.Messages, request).Routes[0].Price;
        Assert.EndsWith($"\"tools\":[{sent}]}}", Sent(Protocol.Messages, request, held), StringComparison.Ordinal);
        Assert.Equal(most, Assert.Single(held.Tools!).MaxCalls);
    }

    [Fact]
    public void A_tool_that_is_offered_twice_is_held_twice()
    {
        var request = Parse(
            Protocol.Messages,
            """
            "tools":[{"type":"web_search_20250305","max_uses":1},{"type":"web_search_20250305","max_uses":2}]
            """
        );
        var held = Admit(Protocol.Messages, request).Routes[0].Price;
        Assert.Equal(4, Assert.Single(held.Tools!).MaxCalls);
        Assert.Equal(2, Sent(Protocol.Messages, request, held).Split("\"max_uses\":2").Length - 1);
    }

    [Fact]
    public void A_request_without_the_tool_is_sent_and_held_as_it_came()
    {
        var request = Parse(Protocol.Responses, "\"tools\":[{\"type\":\"function\",\"name\":\"web_search\"}]");
        var held = Admit(Protocol.Responses, request).Routes[0].Price;
        Assert.Null(held.Tools);
        Assert.Equal(Encoding.UTF8.GetString(request.Body.Span), Sent(Protocol.Responses, request, held));
    }

    [Theory]
    [InlineData("""{"type":"web_search"}""")]
    [InlineData("""{"type":"mcp"}""")]
    public void What_chat_cannot_bound_is_left_out(string tool)
    {
        var request = Parse(Protocol.Chat, $"\"tools\":[{tool}]");
        var held = Admit(Protocol.Chat, request).Routes[0].Price;
        Assert.Null(held.Tools);
        Assert.DoesNotContain("tools", Sent(Protocol.Chat, request, held), StringComparison.Ordinal);
    }

    [Fact]
    public void All_calls_are_held_and_the_input_that_is_read_again_after_each()
    {
        var request = Parse(Protocol.Responses, "\"max_output_tokens\":1,\"max_tool_calls\":2,\"tools\":[{\"type\":\"web_search\"}]");
        var input = (request.Body.Length + 1) / 2 + 512;
        var read = input + (input + 100) + (input + 200);
        Assert.Equal(new Money(read * 10 + 20 + 2 * 1_000), HoldEstimate.For(request, Admit(Protocol.Responses, request), 100, 10).Wanted);
    }

    private const string Search = """{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}}""";
    private const string Open = """{"type":"web_search_call","id":"ws_2","status":"completed","action":{"type":"open_page","url":"u"}}""";
    private const string Message = """{"type":"message","role":"assistant","content":[{"type":"output_text","text":"abc"}]}""";

    [Theory]
    [InlineData(Message, 0)]
    [InlineData($"{Search},{Message}", 1)]
    [InlineData($"{Search},{Open},{Search},{Message}", 2)]
    [InlineData($"{Search},{Search},{Search},{Search},{Search},{Message}", 3)]
    [InlineData("""{"type":"message","content":[{"type":"output_text","text":"web_search_call"}],"role":"web_search_call"}""", 0)]
    [InlineData("""{"type":"function_call","name":"web_search","arguments":"{\"type\":\"web_search_call\"}"}""", 0)]
    public void A_response_is_charged_by_its_searches(string output, int searches)
    {
        var bill = Charge(
            Protocol.Responses,
            "\"tools\":[{\"type\":\"web_search\"}]",
            $$$"""{"id":"r","output":[{{{output}}}],"usage":{"input_tokens":10,"output_tokens":5} }"""
        );
        Assert.Equal(searches, bill.Tools?.Sum(tool => tool.Calls) ?? 0);
        Assert.Equal(new Money(10 * 10 + 5 * 20 + searches * 1_000), bill.Charge);
        Assert.Null(bill.Price!.Tools);
    }

    [Fact]
    public void A_stream_counts_a_search_as_it_begins_and_its_repetition_at_the_end_not_again()
    {
        const string open = """{"type":"web_search_call","id":"ws_2","status":"in_progress"}""";
        var meter = new AnswerMeter(AnswerFormat.For(Protocol.Responses));
        Read(
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"web_search_call","id":"ws_1","status":"in_progress"}}"""
        );
        Assert.Equal(1, meter.Calls!.Of("web_search"));
        Read($$"""{"type":"response.output_item.done","output_index":0,"item":{{Search}}}""");
        Read($$"""{"type":"response.output_item.added","output_index":1,"item":{{open}}}""");
        Read($$"""{"type":"response.output_item.done","output_index":1,"item":{{Open}}}""");
        Read(
            $$"""{"type":"response.completed","response":{"id":"r","output":[{{Search}},{{Open}},{{Message}}],"usage":{"input_tokens":1,"output_tokens":1} } }"""
        );
        Assert.Equal(1, meter.Calls.Of("web_search"));

        void Read(string data) => meter.ReadEvent(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData(",\"server_tool_use\":{\"web_search_requests\":1,\"web_fetch_requests\":0}", 1)]
    [InlineData(",\"server_tool_use\":{\"web_search_requests\":1000000}", 3)]
    [InlineData(",\"server_tool_use\":null", 2)]
    public void A_message_is_charged_by_the_searches_that_it_counts(string counted, int searches)
    {
        const string called = """{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"q"}}""";
        const string called2 = """{"type":"tool_use","id":"s","name":"web_search","input":{"query":"q"}}""";
        var bill = Charge(
            Protocol.Messages,
            "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]",
            $$$"""{"type":"message","content":[{{{called}}},{{{called2}}},{{{called}}},{"type":"text","text":"abc"}],"usage":{"input_tokens":10,"output_tokens":5{{{counted}}} }}"""
        );
        Assert.Equal(new Money(10 * 10 + 5 * 20 + searches * 1_000), bill.Charge);
    }

    [Fact]
    public void A_stream_of_messages_that_breaks_off_is_charged_by_the_searches_that_were_seen()
    {
        var meter = new AnswerMeter(AnswerFormat.For(Protocol.Messages));
        Read(
            """{"type":"message_start","message":{"usage":{"input_tokens":10,"output_tokens":1,"server_tool_use":{"web_search_requests":0}}}}"""
        );
        Read(
            """{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}"""
        );
        Assert.Equal(1, meter.Calls!.Of("web_search"));
        Read(
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9,"server_tool_use":{"web_search_requests":2}}}"""
        );
        Assert.Equal(2, meter.Calls.Of("web_search"));

        void Read(string data) => meter.ReadEvent(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
    }

    /// <summary>The input that three searches make the model read again is believed; without them it is not.</summary>
    [Theory]
    [InlineData("web_search", UsageSource.Upstream)]
    [InlineData("function", UsageSource.Counted)]
    public void Input_of_searches_is_believed(string tool, UsageSource source)
    {
        var bill = Charge(
            Protocol.Responses,
            $"\"tools\":[{{\"type\":\"{tool}\",\"name\":\"f\"}}]",
            $$$"""{"id":"r","output":[{{{Message}}}],"usage":{"input_tokens":9000,"output_tokens":5}}"""
        );
        Assert.Equal(source, bill.Source);
    }

    private static Bill Charge(Protocol protocol, string members, string answer)
    {
        var request = Parse(protocol, members);
        var model = Admit(protocol, request);
        var meter = new AnswerMeter(AnswerFormat.For(protocol));
        meter.ReadAnswer(Encoding.UTF8.GetBytes(answer));
        return Bill.For(protocol, request, model, meter, model.Routes[0].Price);
    }
}
