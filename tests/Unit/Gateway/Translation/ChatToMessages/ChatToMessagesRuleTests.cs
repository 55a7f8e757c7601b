using System.Text.Json.Nodes;
using Platform.Gateway.Translation.ChatToMessages;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.ChatToMessages;

/// <summary>What Anthropic refuses and clients of chat send all the same: how it is sent, and what is named as left out.</summary>
public sealed class ChatToMessagesRuleTests
{
    private const string Hi = """ "messages":[{"role":"user","content":"Hi"}] """;

    private static (JsonNode Body, string NotCarried) Translated(string body, string model = "upstream-model")
    {
        var translation = new ChatToMessagesTranslation(Context with { UpstreamModel = model });
        var translated = translation.Request(body);
        return (JsonNode.Parse(translated)!, string.Join(", ", translation.Tracker.NotCarried));
    }

    [Theory]
    [InlineData("""["\n\n","END",""]""", """["END"]""", "stop[0]")]
    [InlineData("""["END"," "]""", """["END"]""", "stop[1]")]
    [InlineData("""["","A","B"]""", """["A","B"]""", "")]
    [InlineData("\"\\n\"", null, "stop")]
    [InlineData("""["\n"," "]""", null, "stop[0]")]
    [InlineData("[]", null, "")]
    [InlineData("\"END\"", """["END"]""", "")]
    public void Blank_stop_sequences_are_left_out_and_named(string stop, string? sent, string named)
    {
        var (body, notCarried) = Translated($$$"""{"model":"x",{{{Hi}}},"stop":{{{stop}}}}""");
        Assert.Equal((sent, named), (body["stop_sequences"]?.ToJsonString(), notCarried));
    }

    [Theory]
    [InlineData(""" "temperature":0.7,"top_p":0.9 """, "0.7", null, "top_p")]
    [InlineData(""" "temperature":1,"top_p":0.9 """, null, "0.9", "")]
    [InlineData(""" "temperature":0.2,"top_p":1.0 """, "0.2", null, "")]
    [InlineData(""" "temperature":0,"top_p":0 """, "0", null, "top_p")]
    [InlineData(""" "temperature":1,"top_p":1 """, "1", null, "")]
    [InlineData(""" "top_p":0.9 """, null, "0.9", "")]
    public void Of_temperature_and_top_p_one_is_sent(string sampling, string? temperature, string? topP, string named)
    {
        foreach (var model in (string[])["upstream-model", "claude-sonnet-4-5", "claude-opus-4-6"])
        {
            var (body, notCarried) = Translated($$$"""{"model":"x",{{{Hi}}},{{{sampling}}}}""", model);
            Assert.Equal((temperature, topP, named), (body["temperature"]?.ToJsonString(), body["top_p"]?.ToJsonString(), notCarried));
        }
    }

    [Fact]
    public void Marks_for_the_cache_are_carried_wherever_Anthropic_takes_them()
    {
        var (body, notCarried) = Translated(
            """
            {"model":"x","messages":[
              {"role":"system","content":[{"type":"text","text":"Rules."},{"type":"text","text":"Book.","cache_control":{"type":"ephemeral"}}]},
              {"role":"user","content":"Look."},
              {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"Seen.","cache_control":{"type":"ephemeral"}}]},
              {"role":"user","content":"Well?","cache_control":{"type":"ephemeral","ttl":"5m"}}],
             "tools":[{"type":"function","function":{"name":"f"},"cache_control":{"type":"ephemeral"}}]}
            """
        );
        Equal(
            """[{"type":"text","text":"Rules."},{"type":"text","text":"Book.","cache_control":{"type":"ephemeral"}}]""",
            body["system"]!.ToJsonString()
        );
        Equal(
            """
            [{"role":"user","content":[{"type":"text","text":"Look."}]},
             {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},
             {"role":"user","content":[
               {"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"Seen."}],"cache_control":{"type":"ephemeral"}},
               {"type":"text","text":"Well?","cache_control":{"type":"ephemeral","ttl":"5m"}}]}]
            """,
            body["messages"]!.ToJsonString()
        );
        Equal("""[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}]""", body["tools"]!.ToJsonString());
        Assert.Equal("", notCarried);
    }

    [Theory]
    [InlineData("""{"role":"system","content":"Book.","cache_control":{"type":"ephemeral"}},{"role":"user","content":"Hi"}""", "system")]
    [InlineData(
        """{"role":"user","content":"Hi"},{"role":"developer","content":[{"type":"text","text":"Book.","cache_control":{"type":"ephemeral"}}]}""",
        "messages"
    )]
    [InlineData("""{"role":"developer","content":[{"type":"text","text":"Book.","cache_control":{"type":"ephemeral"}}]}""", "messages")]
    [InlineData(
        """{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b"},"cache_control":{"type":"ephemeral"}}]}""",
        "messages"
    )]
    public void A_mark_on_a_message_or_an_instruction_is_carried(string messages, string member)
    {
        var (body, notCarried) = Translated($$$"""{"model":"x","messages":[{{{messages}}}]}""");
        Assert.Contains("\"cache_control\":{\"type\":\"ephemeral\"}", body[member]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("", notCarried);
    }

    [Fact]
    public void Of_more_than_four_marks_the_first_and_the_last_two_are_carried()
    {
        var marked = string.Join(
            ',',
            Enumerable.Range(1, 6).Select(at => $$$"""{"type":"text","text":"{{{at}}}","cache_control":{"type":"ephemeral"}}""")
        );
        var (body, notCarried) = Translated($$$"""{"model":"x","messages":[{"role":"user","content":[{{{marked}}}]}]}""");
        Assert.Equal(
            ["1", "2", "5", "6"],
            from block in body["messages"]![0]!["content"]!.AsArray()
            where block!["cache_control"] is not null
            select (string)block["text"]!
        );
        Assert.Equal("messages[0].content[2].cache_control", notCarried);
    }

    [Fact]
    public void A_mark_of_the_whole_request_is_one_of_the_four()
    {
        var marked = string.Join(',', Enumerable.Repeat("""{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}""", 4));
        var (body, _) = Translated(
            $$$"""{"model":"x","cache_control":{"type":"ephemeral"},"messages":[{"role":"user","content":[{{{marked}}}]}]}"""
        );
        Assert.Equal("""{"type":"ephemeral"}""", body["cache_control"]!.ToJsonString());
        Assert.Equal(3, body["messages"]![0]!["content"]!.AsArray().Count(block => block!["cache_control"] is not null));
    }

    [Fact]
    public void Keywords_that_Anthropic_refuses_in_a_structured_answer_are_left_out_and_named()
    {
        var (body, notCarried) = Translated(
            $$$"""
            {"model":"x",{{{Hi}}},"response_format":{"type":"json_schema","json_schema":{"name":"r","strict":true,"schema":{
              "type":"object","minProperties":1,"properties":{
                "minimum":{"type":"integer","minimum":1,"maximum":5,"description":"Stars."},
                "name":{"type":["string","null"],"minLength":3,"format":"email","pattern":"^a"},
                "color":{"type":"string","format":"color"},
                "list":{"type":"array","minItems":1,"maxItems":9,"items":{"type":"object","properties":{"a":{"const":1}},"additionalProperties":true}},
                "pair":{"type":"array","minItems":2,"items":{"$ref":"#/$defs/d"}},
                "either":{"oneOf":[{"type":"string","maxLength":2},{"type":"null"}]}},
              "required":["name"],"$defs":{"d":{"type":"number","multipleOf":0.5} } } } } }
            """
        );
        Equal(
            """
            {"type":"object","properties":{
                "minimum":{"type":"integer","description":"Stars."},
                "name":{"type":["string","null"],"format":"email","pattern":"^a"},
                "color":{"type":"string"},
                "list":{"type":"array","minItems":1,"items":{"type":"object","properties":{"a":{"const":1}},"additionalProperties":false}},
                "pair":{"type":"array","items":{"$ref":"#/$defs/d"}},
                "either":{"anyOf":[{"type":"string"},{"type":"null"}]}},
              "required":["name"],"$defs":{"d":{"type":"number"}},"additionalProperties":false}
            """,
            body["output_config"]!["format"]!["schema"]!.ToJsonString()
        );
        const string Schema = "response_format.json_schema.schema";
        Assert.Equal(
            $"response_format.json_schema.name, response_format.json_schema.strict, {Schema}.minProperties, {Schema}.properties.minimum.minimum, {Schema}.properties.minimum.maximum, "
                + $"{Schema}.properties.name.minLength, {Schema}.properties.color.format, {Schema}.properties.list.maxItems, "
                + $"{Schema}.properties.list.items.additionalProperties, {Schema}.properties.pair.minItems, "
                + $"{Schema}.properties.either.oneOf[0].maxLength, {Schema}.$defs.d.multipleOf",
            notCarried
        );
    }

    [Fact]
    public void A_JSON_object_of_any_shape_is_an_instruction_and_named()
    {
        var (body, notCarried) = Translated(
            """{"model":"x","messages":[{"role":"system","content":"S."},{"role":"user","content":"Hi"}],"response_format":{"type":"json_object"}}"""
        );
        Equal(
            """
            [{"type":"text","text":"S."},
             {"type":"text","text":"Answer with one JSON object and nothing else: no text before or after it, and no Markdown around it."}]
            """,
            body["system"]!.ToJsonString()
        );
        Assert.Null(body["output_config"]);
        Assert.Equal("response_format", notCarried);
    }

    [Fact]
    public void Arguments_that_are_one_of_several_forms_are_sent_as_one_form()
    {
        var (body, notCarried) = Translated(
            $$$"""
            {"model":"x",{{{Hi}}},"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{"type":"string"}},
              "required":["a"],"oneOf":[{"properties":{"a":{"type":"number"},"b":{"oneOf":[{"type":"string"}]} },"required":["b"]},{"required":["a"]}]} } }]}
            """
        );
        Equal(
            """{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"oneOf":[{"type":"string"}]}}}""",
            body["tools"]![0]!["input_schema"]!.ToJsonString()
        );
        Assert.Equal("tools[0].function.parameters.oneOf", notCarried);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", """{"role":"assistant","content":[{"type":"text","text":"I say:"}]}""")]
    [InlineData("upstream-model", """{"role":"assistant","content":[{"type":"text","text":"I say:"}]}""")]
    [InlineData("claude-opus-4-6", """{"role":"user","content":[{"type":"text","text":"(The assistant continues.)"}]}""")]
    public void A_text_to_go_on_from_has_no_white_space_at_its_end(string model, string last)
    {
        var (body, _) = Translated(
            """{"model":"x","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"I say: \n"}]}""",
            model
        );
        Assert.Equal("I say:", (string)body["messages"]![1]!["content"]![0]!["text"]!);
        Equal(last, body["messages"]!.AsArray()[^1]!.ToJsonString());
    }

    /// <summary>As some models give them: the first call of every turn has the same id.</summary>
    [Fact]
    public void Each_call_has_an_id_of_its_own_and_each_result_that_of_its_call()
    {
        const string Turn =
            """{"role":"assistant","tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_0","content":"1"}""";
        var (body, _) = Translated($$"""{"model":"x","messages":[{"role":"user","content":"Hi"},{{Turn}},{{Turn}},{{Turn}}]}""");
        Assert.Equal(
            ["call_0", "call_0", "call_0_2", "call_0_2", "call_0_3", "call_0_3"],
            from turn in body["messages"]!.AsArray().Skip(1)
            select (string)(turn!["content"]![0]!["id"] ?? turn["content"]![0]!["tool_use_id"])!
        );
    }
}
