using System.Text.Json.Nodes;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.ChatToResponses;
using Platform.Gateway.Translation.MessagesToChat;
using Platform.Gateway.Translation.ResponsesToChat;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>Names of tools that a provider refuses are shortened and restored; ids of calls that are too long are replaced.</summary>
public sealed class NameAndIdTests
{
    /// <summary>89 characters, as clients join a server and its tool.</summary>
    private const string Long = "mcp__atlassian_cloud_enterprise__jira_search_issues_with_a_query_in_the_languages_of_jql1";
    private const string LongFit = "mcp__atlassian_cloud_enterprise__jira_search_issues_wit_0ec6f362";
    private const string Dotted = "dev.stop/all";
    private const string DottedFit = "dev_stop_all_087f516d";

    private static readonly string Id = "call_" + new string('x', 80);

    public static TheoryData<string, string> Names { get; } =
        new()
        {
            { "messages to chat", Long },
            { "messages to chat", Dotted },
            { "chat to messages", Long },
            { "chat to messages", Dotted },
            { "chat to responses", Long },
            { "chat to responses", Dotted },
            { "responses to chat", Long },
            { "responses to chat", Dotted },
            { "messages to responses", Long },
            { "responses to messages", Dotted },
        };

    private static ITranslation Make(string direction) =>
        direction switch
        {
            "messages to chat" => new MessagesToChatTranslation(Context),
            "chat to messages" => new ChatToMessagesTranslation(Context),
            "chat to responses" => new ChatToResponsesTranslation(Context),
            "responses to chat" => new ResponsesToChatTranslation(Context),
            "messages to responses" => new ChainedTranslation(
                new MessagesToChatTranslation(Context),
                new ChatToResponsesTranslation(Context)
            ),
            _ => new ChainedTranslation(new ResponsesToChatTranslation(Context), new ChatToMessagesTranslation(Context)),
        };

    /// <summary>A conversation with a call, its result and a forced choice, in the protocol of the caller.</summary>
    private static string Asked(string direction, string name, string id) =>
        direction.Split(' ')[0] switch
        {
            "messages" => $$$"""
                {"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"},
                  {"role":"assistant","content":[{"type":"tool_use","id":"{{{id}}}","name":"{{{name}}}","input":{}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{id}}}","content":"1"}]}],
                 "tools":[{"name":"{{{name}}}","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"{{{name}}}"}}
                """,
            "chat" => $$$"""
                {"model":"x","messages":[{"role":"user","content":"Hi"},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"{{{id}}}","type":"function","function":{"name":"{{{name}}}","arguments":"{}"}}]},
                  {"role":"tool","tool_call_id":"{{{id}}}","content":"1"}],
                 "tools":[{"type":"function","function":{"name":"{{{name}}}","parameters":{"type":"object"} } }],
                 "tool_choice":{"type":"function","function":{"name":"{{{name}}}"} } }
                """,
            _ => $$$"""
                {"model":"x","input":[{"role":"user","content":"Hi"},
                  {"type":"function_call","call_id":"{{{id}}}","name":"{{{name}}}","arguments":"{}"},
                  {"type":"function_call_output","call_id":"{{{id}}}","output":"1"}],
                 "tools":[{"type":"function","name":"{{{name}}}","parameters":{"type":"object"}}],"tool_choice":{"type":"function","name":"{{{name}}}"}}
                """,
        };

    private static string Answered(string direction, string name) =>
        direction.Split(' ')[2] switch
        {
            "messages" => $$$"""
                {"id":"m","type":"message","role":"assistant","model":"y","content":[{"type":"tool_use","id":"t","name":"{{{name}}}","input":{} }],
                 "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1} }
                """,
            "chat" => $$$"""
                {"id":"c","model":"y","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[
                  {"id":"t","type":"function","function":{"name":"{{{name}}}","arguments":"{}"}}]},"finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
                """,
            _ => $$$"""
                {"id":"r","object":"response","status":"completed","model":"y","output":[
                  {"type":"function_call","id":"fc","call_id":"t","name":"{{{name}}}","arguments":"{}","status":"completed"}],
                 "usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}
                """,
        };

    private static string Streamed(string direction, string name) =>
        direction.Split(' ')[2] switch
        {
            "messages" => Sse(
                """{"type":"message_start","message":{"model":"y","usage":{"input_tokens":1,"output_tokens":0}}}""",
                $$$"""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"{{{name}}}","input":{} }}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":1}}""",
                """{"type":"message_stop"}"""
            ),
            "chat" => Sse(
                $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"{{{name}}}","arguments":"{}"}}]}}]}""",
                """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
                "[DONE]"
            ),
            _ => Sse(
                """{"type":"response.created","response":{"id":"r","status":"in_progress","output":[]}}""",
                $$$"""{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc","call_id":"t","name":"{{{name}}}","arguments":""} }""",
                $$$"""{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"fc","call_id":"t","name":"{{{name}}}","arguments":"{}"} }""",
                """{"type":"response.completed","response":{"id":"r","status":"completed","output":[]}}"""
            ),
        };

    private static string Sse(params string[] data) => string.Concat(data.Select(each => $"data: {each}\n\n"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_providers_refuse_is_shortened_and_restored(string direction, string name)
    {
        var fit =
            // The hash in Responses is of the namespace, too.
            direction.StartsWith("responses", StringComparison.Ordinal)
                ? (name == Long ? LongFit[..^8] + "dc6e157b" : DottedFit[..^8] + "92fadb56")
                : (name == Long ? LongFit : DottedFit);
        var translation = Make(direction);
        var request = translation.Request(Asked(direction, name, "t"));

        Assert.DoesNotContain(name, request, StringComparison.Ordinal);
        Assert.Equal(3, request.Split($"\"{fit}\"").Length - 1);
        Assert.Contains($"\"name\":\"{name}\"", translation.Answer(Answered(direction, fit)), StringComparison.Ordinal);
        var stream = translation.Stream(Streamed(direction, fit));
        Assert.Contains($"\"name\":\"{name}\"", stream, StringComparison.Ordinal);
        Assert.DoesNotContain(fit, stream, StringComparison.Ordinal);
        Assert.Empty(translation.Tracker.NotCarried);
    }

    [Theory]
    [InlineData("messages to chat")]
    [InlineData("chat to messages")]
    [InlineData("chat to responses")]
    [InlineData("responses to chat")]
    [InlineData("messages to responses")]
    [InlineData("responses to messages")]
    public void An_id_of_more_than_64_characters_is_replaced_at_the_call_and_at_its_result(string direction)
    {
        const string Replaced = "9d2c5a5ba9ff3426";
        var request = Make(direction).Request(Asked(direction, "f", Id));
        Assert.DoesNotContain(Id, request, StringComparison.Ordinal);
        var ids = Ids(JsonNode.Parse(request)!).ToArray();
        Assert.Equal(2, ids.Length);
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(64, ids[0].Length);
        Assert.StartsWith(Replaced, ids[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages to chat")]
    [InlineData("chat to messages")]
    [InlineData("chat to responses")]
    [InlineData("responses to chat")]
    public void An_id_of_64_characters_is_kept(string direction) =>
        Assert.Equal(3, Make(direction).Request(Asked(direction, "f", Id[..64])).Split($"\"{Id[..64]}\"").Length);

    private static IEnumerable<string> Ids(JsonNode node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member =>
                member.Key is "id" or "tool_call_id" or "tool_use_id" or "call_id" ? [(string)member.Value!]
                : member.Value is null ? []
                : Ids(member.Value)
            ),
            JsonArray items => items.SelectMany(item => item is null ? [] : Ids(item)),
            _ => [],
        };

    [Fact]
    public void A_name_of_the_models_own_making_is_returned_as_it_is()
    {
        var translation = Make("messages to chat");
        translation.Request(Asked("messages to chat", Long, "t"));
        Assert.Contains(
            "\"name\":\"invented.tool\"",
            translation.Answer(Answered("messages to chat", "invented.tool")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tool_that_a_search_found_is_called_by_the_name_that_the_model_sees()
    {
        var request = Make("messages to chat")
            .Request(
                $$$"""
                {"model":"x","max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t",
                  "content":[{"type":"tool_reference","tool_name":"{{{Long}}}"}]}]}],"tools":[{"name":"{{{Long}}}","input_schema":{"type":"object"}}]}
                """
            );
        Assert.Contains($"The tool {LongFit} can be called now.", request, StringComparison.Ordinal);
    }
}
