using System.Text.Json.Nodes;
using Platform.Gateway.Translation.MessagesToChat;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.MessagesToChat;

/// <summary>What OpenAI refuses and clients of Messages send all the same: how it is sent, and what is named as left out.</summary>
public sealed class MessagesToChatRuleTests
{
    private static (JsonNode Body, string NotCarried) Translated(string model, string more)
    {
        var translation = new MessagesToChatTranslation(Context with { UpstreamModel = model });
        var body = translation.Request($$"""{"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],{{more}}}""");
        return (JsonNode.Parse(body)!, string.Join(", ", translation.Tracker.NotCarried));
    }

    [Theory]
    [InlineData("gpt-4.1", """ "temperature":0.5,"top_p":0.9,"top_k":4 """, "0.5", "0.9", null, "top_k")]
    [InlineData("gpt-5", """ "temperature":0.5,"top_p":0.9,"top_k":4 """, null, null, null, "temperature, top_p, top_k")]
    [InlineData("o4-mini", """ "temperature":1,"top_p":0.9 """, "1", null, null, "top_p")]
    [InlineData("gpt-5-chat-latest", """ "temperature":0.5 """, "0.5", null, null, "")]
    [InlineData("glm-5", """ "temperature":0.5,"top_p":0.9,"top_k":4 """, "0.5", "0.9", "4", "")]
    public void Sampling_is_left_out_for_models_that_refuse_it(
        string model,
        string sampling,
        string? temperature,
        string? topP,
        string? topK,
        string named
    )
    {
        var (body, notCarried) = Translated(model, sampling);
        Assert.Equal(
            (temperature, topP, topK, named),
            (body["temperature"]?.ToJsonString(), body["top_p"]?.ToJsonString(), body["top_k"]?.ToJsonString(), notCarried)
        );
    }

    [Theory]
    [InlineData("gpt-4.1", """["1","2","3","4","5","6"]""", """["1","2","3","4"]""", "stop_sequences[4]")]
    [InlineData("glm-5", """["1","2","3","4","5"]""", """["1","2","3","4","5"]""", "")]
    [InlineData("gpt-4.1", """["","1"]""", """["1"]""", "")]
    [InlineData("gpt-4.1", """[""]""", null, "")]
    public void Of_stop_sequences_OpenAI_is_sent_four(string model, string stops, string? sent, string named)
    {
        var (body, notCarried) = Translated(model, $"\"stop_sequences\":{stops}");
        Assert.Equal((sent, named), (body["stop"]?.ToJsonString(), notCarried));
    }

    [Fact]
    public void Arguments_of_several_forms_are_sent_as_one_form()
    {
        var (body, notCarried) = Translated(
            "gpt-4.1",
            """ "tools":[{"name":"f","strict":true,"input_schema":{"type":"object","anyOf":[{"properties":{"a":{"type":"string"}}}]}}] """
        );
        Equal("""{"type":"object","properties":{"a":{"type":"string"}}}""", body["tools"]![0]!["function"]!["parameters"]!.ToJsonString());
        Assert.Equal("tools[0].strict, tools[0].input_schema.anyOf", notCarried);
    }

    /// <summary>OpenAI's strict mode refuses keywords that Anthropic's takes or ignores.</summary>
    [Theory]
    [InlineData(""" "a":{"type":"string"} """, true)]
    [InlineData(""" "a":{"type":"string","minLength":2} """, false)]
    [InlineData(""" "a":{"oneOf":[{"type":"string"}]} """, false)]
    [InlineData(""" "a":{"enum":[{"oneOf":1}]} """, true)]
    public void A_schema_that_OpenAI_would_refuse_is_not_strict(string property, bool strict)
    {
        var (body, _) = Translated(
            "gpt-4.1",
            $$$""" "output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{{{{property}}}},"required":["a"],"additionalProperties":false} } } """
        );
        Assert.Equal(strict, (bool?)body["response_format"]!["json_schema"]!["strict"] ?? false);
    }
}
