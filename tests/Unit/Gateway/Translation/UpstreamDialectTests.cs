using System.Text.Json;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.ChatToResponses;
using Platform.Gateway.Translation.MessagesToChat;
using Platform.Gateway.Translation.ResponsesToChat;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>Answers in shapes that other servers give to a protocol, whole and streamed, to the clients of the others.</summary>
public sealed class UpstreamDialectTests
{
    private static MessagesToChatTranslation Messages()
    {
        var translation = new MessagesToChatTranslation(Context);
        translation.Request("""{"model":"x","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        return translation;
    }

    private static ResponsesToChatTranslation Responses()
    {
        var translation = new ResponsesToChatTranslation(Context);
        translation.Request("""{"model":"x","stream":true,"input":"Hi"}""");
        return translation;
    }

    private static ITranslation Chat(ITranslation translation)
    {
        translation.Request("""{"model":"x","stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        return translation;
    }

    private static string Completion(string message) => $$"""{"choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}]}""";

    private static string Chunk(string delta) => $$"""data: {"choices":[{"index":0,"delta":{{delta}}}]}""" + "\n\n";

    private const string Done = "data: [DONE]\n\n";

    /// <summary>Name and arguments of the calls in the answer to a client of Messages; the arguments as JSON.</summary>
    private static string InMessage(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return string.Join(
            ' ',
            json.RootElement.GetProperty("content")
                .EnumerateArray()
                .Where(block => block.GetProperty("type").GetString() == "tool_use")
                .Select(block => block.GetProperty("name").GetString() + block.GetProperty("input").GetRawText())
        );
    }

    /// <summary>The same of Responses.</summary>
    private static string InResponse(JsonElement response) =>
        string.Join(
            ' ',
            response
                .GetProperty("output")
                .EnumerateArray()
                .Where(item => item.GetProperty("type").GetString() == "function_call")
                .Select(item => item.GetProperty("name").GetString() + item.GetProperty("arguments").GetString())
        );

    private static string InMessageStream(string stream)
    {
        var calls = "";
        foreach (var data in Data(stream))
            if (data.TryGetProperty("content_block", out var block) && block.GetProperty("type").GetString() == "tool_use")
                calls += $" {block.GetProperty("name").GetString()}";
            else if (data.TryGetProperty("delta", out var delta) && delta.TryGetProperty("partial_json", out var json))
                calls += json.GetString();
        return calls.Trim();
    }

    private static IEnumerable<JsonElement> Data(string stream) =>
        stream
            .Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement);

    [Theory]
    // Arguments as an object.
    [InlineData("""[{"id":"1","function":{"name":"f","arguments":{"a":"b"}}}]""", """f{"a":"b"}""")]
    [InlineData("""[{"id":"1","function":{"name":"f","arguments":{}}}]""", "f{}")]
    // All at the index 0, with and without ids, one tool and two.
    [InlineData(
        """[{"index":0,"id":"1","function":{"name":"f","arguments":"{}"}},{"index":0,"id":"2","function":{"name":"f","arguments":"{}"}}]""",
        "f{} f{}"
    )]
    [InlineData(
        """[{"index":0,"function":{"name":"f","arguments":"{}"}},{"index":0,"function":{"name":"g","arguments":{"a":1}}}]""",
        """f{} g{"a":1}"""
    )]
    [InlineData(
        """[{"index":0,"id":"","function":{"name":"f","arguments":"{\"a\":1}"}},{"index":0,"id":"","function":{"name":"f","arguments":"{\"a\":2}"}}]""",
        """f{"a":1} f{"a":2}"""
    )]
    [InlineData("""[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"f","arguments":"{}"}}]""", "f{} f{}")]
    [InlineData("""[{"index":"0","id":7,"type":null,"function":{"name":"f","arguments":"{}"}}]""", "f{}")]
    public void Calls_are_understood(string calls, string expected)
    {
        var message = $$"""{"content":null,"tool_calls":{{calls}}}""";
        Assert.Equal(expected, InMessage(Messages().Answer(Completion(message))));
        using var response = JsonDocument.Parse(Responses().Answer(Completion(message)));
        Assert.Equal(expected, InResponse(response.RootElement));

        Assert.Equal(expected, InMessageStream(Messages().Stream(Chunk(message) + Done)));
        Assert.Equal(expected, InResponse(Data(Responses().Stream(Chunk(message) + Done)).Last().GetProperty("response")));

        // Each call in a chunk of its own.
        using var list = JsonDocument.Parse(calls);
        var chunks = string.Concat(list.RootElement.EnumerateArray().Select(call => Chunk($$"""{"tool_calls":[{{call.GetRawText()}}]}""")));
        Assert.Equal(expected, InMessageStream(Messages().Stream(chunks + Done)));
        Assert.Equal(expected, InResponse(Data(Responses().Stream(chunks + Done)).Last().GetProperty("response")));
    }

    /// <summary>A name in every piece does not begin a call each time.</summary>
    [Fact]
    public void A_name_that_is_repeated_goes_on_with_its_call()
    {
        var chunks =
            Chunk("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"a\""}}]}""")
            + Chunk("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":":1}"}}]}""");
        Assert.Equal("""f{"a":1}""", InMessageStream(Messages().Stream(chunks + Done)));
        Assert.Equal("""f{"a":1}""", InResponse(Data(Responses().Stream(chunks + Done)).Last().GetProperty("response")));
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"a"},{"type":"text","text":"b"}]""", "")]
    [InlineData("""[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"ab"}]""", "hm")]
    [InlineData("""[{"type":"thinking","thinking":"hm"},"ab"]""", "hm")]
    [InlineData("""{"type":"text","text":"ab"}""", "")]
    public void Content_may_be_a_list(string content, string thought)
    {
        var message = $$"""{"content":{{content}}}""";
        using var whole = JsonDocument.Parse(Messages().Answer(Completion(message)));
        Assert.Equal(thought + "ab", string.Concat(whole.RootElement.GetProperty("content").EnumerateArray().Select(TextOf)));
        using var response = JsonDocument.Parse(Responses().Answer(Completion(message)));
        Assert.Equal(
            "ab",
            response.RootElement.GetProperty("output").EnumerateArray().Last().GetProperty("content")[0].GetProperty("text").GetString()
        );
        Assert.Equal(
            thought + "ab",
            string.Concat(
                Data(Messages().Stream(Chunk(message) + Done))
                    .Where(data => data.GetProperty("type").GetString() == "content_block_delta")
                    .Select(data => TextOf(data.GetProperty("delta")))
            )
        );
    }

    private static string TextOf(JsonElement block) =>
        block.TryGetProperty("text", out var text) ? text.GetString()! : block.GetProperty("thinking").GetString()!;

    /// <summary>Half of a pair is passed on; with its other half it is a character again.</summary>
    [Fact]
    public void Halves_of_surrogate_pairs_are_passed_on()
    {
        const string Half = "\"a\\ud800b\"";
        var completion = Completion($$"""{"content":{{Half}}}""");
        Assert.Contains($"\"text\":{Half}", Messages().Answer(completion), StringComparison.Ordinal);
        Assert.Contains($"\"text\":{Half}", Responses().Answer(completion), StringComparison.Ordinal);
        Assert.Contains($"\"text\":{Half}", Messages().Stream(Chunk($$"""{"content":{{Half}}}""") + Done), StringComparison.Ordinal);

        var pieces = Chunk("""{"content":"a\ud83d"}""") + Chunk("""{"content":"\ude00b"}""") + Done;
        Assert.Contains("\"text\":\"a\\ud83d\"", Messages().Stream(pieces), StringComparison.Ordinal);
        Assert.Contains("\"text\":\"\\ude00b\"", Messages().Stream(pieces), StringComparison.Ordinal);
        Assert.Contains("\"text\":\"a\\uD83D\\uDE00b\"", Responses().Stream(pieces), StringComparison.Ordinal);

        var message = $$"""{"type":"message","content":[{"type":"text","text":{{Half}}}],"stop_reason":"end_turn"}""";
        Assert.Contains($"\"content\":{Half}", Chat(new ChatToMessagesTranslation(Context)).Answer(message), StringComparison.Ordinal);
        var response = $$"""{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":{{Half}}}]}]}""";
        Assert.Contains($"\"content\":{Half}", Chat(new ChatToResponsesTranslation(Context)).Answer(response), StringComparison.Ordinal);
        var delta = $$"""data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":{{Half}}}""";
        Assert.Contains($"\"content\":{Half}", Chat(new ChatToResponsesTranslation(Context)).Event(delta), StringComparison.Ordinal);
        // In arguments, which are JSON themselves.
        var call = Completion("""{"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{\"a\":\"\ud800\"}"}}]}""");
        Assert.Contains("\"name\":\"f\"", Messages().Answer(call), StringComparison.Ordinal);
        Assert.Contains("\"name\":\"f\"", Responses().Answer(call), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"ab\"", "\"content\":\"ab\"")]
    [InlineData("""[{"type":"tool_use","name":"f","input":"{}"}]""", """{"name":"f","arguments":"{}"}""")]
    [InlineData("""[{"type":"tool_use","id":"1","name":"f","input":{"a":1}}]""", """{"name":"f","arguments":"{\"a\":1}"}""")]
    public void A_message_in_another_shape_is_understood(string content, string expected) =>
        Assert.Contains(
            expected,
            Chat(new ChatToMessagesTranslation(Context))
                .Answer($$"""{"type":"message","content":{{content}},"stop_reason":"end_turn","usage":"none"}"""),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("\"{}\"", "{}")]
    [InlineData("{\"a\":1}", "{\\\"a\\\":1}")]
    public void A_streamed_call_of_a_message_may_come_whole(string input, string expected)
    {
        var stream = Chat(new ChatToMessagesTranslation(Context));
        var chunks = stream.Event(
            $$$"""data: {"type":"content_block_start","content_block":{"type":"tool_use","name":"f","input":{{{input}}}}}"""
        );
        Assert.Contains($"\"arguments\":\"{expected}\"", chunks, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"{}\"", "{}")]
    [InlineData("{\"a\":1}", "{\\\"a\\\":1}")]
    public void Arguments_of_a_response_may_be_an_object(string arguments, string expected)
    {
        var item = $$"""{"type":"function_call","id":"fc_1","name":"f","arguments":{{arguments}}}""";
        Assert.Contains(
            $"\"arguments\":\"{expected}\"",
            Chat(new ChatToResponsesTranslation(Context)).Answer($$"""{"status":"completed","output":[{{item}}]}"""),
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"\"arguments\":\"{expected}\"",
            Chat(new ChatToResponsesTranslation(Context))
                .Event($$"""data: {"type":"response.output_item.done","output_index":0,"item":{{item}}}"""),
            StringComparison.Ordinal
        );
    }

    /// <summary>What cannot be counted is no reason to lose the answer.</summary>
    [Theory]
    [InlineData("\"none\"")]
    [InlineData("[]")]
    [InlineData("""{"prompt_tokens":-1,"completion_tokens":"3","prompt_tokens_details":[],"completion_tokens_details":7}""")]
    public void A_usage_that_is_none_breaks_no_answer(string usage)
    {
        var completion = $$"""{"choices":[{"message":{"content":"ab"},"finish_reason":"stop"}],"usage":{{usage}}}""";
        Assert.Contains("\"text\":\"ab\"", Messages().Answer(completion), StringComparison.Ordinal);
        Assert.Contains("\"text\":\"ab\"", Responses().Answer(completion), StringComparison.Ordinal);
        var stream = Chunk("""{"content":"ab"}""") + $$"""data: {"choices":[],"usage":{{usage}}}""" + "\n\n" + Done;
        Assert.EndsWith("data: {\"type\":\"message_stop\"}\n\n", Messages().Stream(stream), StringComparison.Ordinal);
        Assert.Contains("event: response.completed\n", Responses().Stream(stream), StringComparison.Ordinal);
    }
}
