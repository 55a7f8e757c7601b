using System.Text.Json;
using Platform.FakeUpstream.Responses;
using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Responses;

public sealed class ResponsesWholeTests
{
    [Fact]
    public async Task A_response_has_OpenAIs_shape_and_repeats_what_was_asked()
    {
        var asked = await Ask(
            """{"model":"fake-echo","instructions":"Be brief","store":false,"metadata":{"a":"b"},"made_up":1,"input":[{"role":"user","content":"He said \"hé\""}]}""",
            "cached=2, cache-write=3"
        );

        Assert.Equal(
            """
            {"id":"resp_ID","object":"response","created_at":0,"status":"completed","background":false,"error":null,"incomplete_details":null,"output":[{"id":"msg_ID","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"He said \"hé\""}]}],"instructions":"Be brief","max_output_tokens":null,"metadata":{"a":"b"},"model":"fake-echo","parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":false,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"service_tier":"default","truncation":"disabled","usage":{"input_tokens":14,"input_tokens_details":{"cached_tokens":2,"cache_write_tokens":3},"output_tokens":4,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":18}}
            """,
            asked.Text
        );
        Assert.Equal(
            (Outcome.Completed, 14L, 2L, 3L, 4L),
            (
                asked.Served.Outcome,
                asked.Served.PromptTokens,
                asked.Served.CachedTokens,
                asked.Served.CacheWriteTokens,
                asked.Served.CompletionTokens
            )
        );
    }

    [Theory]
    [InlineData(
        """{"role":"user","content":[{"type":"input_text","text":"<context>"},{"type":"input_text","text":"Hi"},{"type":"input_image","image_url":"data:"}]}""",
        "You said: Hi\n"
    )]
    [InlineData("""{"role":"user","content":"x"},{"type":"function_call_output","call_id":"c","output":"42"}""", "The tool answered: 42\n")]
    [InlineData(
        """{"role":"user","content":"x"},{"type":"custom_tool_call_output","call_id":"c","output":[{"type":"input_text","text":"42"}]},{"role":"developer","content":"go on"}""",
        "The tool answered: 42\n"
    )]
    [InlineData(
        """{"type":"function_call_output","call_id":"c","output":"42"},{"role":"user","content":"Hi"},{"type":"compaction_trigger"},{"type":"reasoning","summary":[]}""",
        "You said: Hi\n"
    )]
    public async Task The_last_words_are_answered(string items, string beginning)
    {
        var asked = await Ask($$"""{"model":"gpt-4.1","input":[{{items}}]}""");

        Assert.StartsWith(beginning, Output(asked)[0].GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_in_a_namespace_is_called_with_what_the_user_dictates_as_often_as_the_script_says()
    {
        var asked = await Ask(
            """{"model":"gpt-4.1","tools":[{"type":"namespace","name":"files","tools":[{"type":"function","name":"save"}]}],"input":"save {\"a\": 1} now"}""",
            "calls=2"
        );

        Assert.Equal(2, Output(asked).GetArrayLength());
        Assert.Contains(
            """{"id":"fc_ID","type":"function_call","status":"completed","call_id":"call_ID","name":"save","namespace":"files","arguments":"{\"a\": 1}"}""",
            asked.Text,
            StringComparison.Ordinal
        );
        Assert.Equal(2, Output(asked).EnumerateArray().Select(call => call.GetProperty("call_id").GetString()).Distinct().Count());
        Assert.Equal(6, asked.Served.CompletionTokens);
    }

    [Fact]
    public async Task A_schema_is_followed() =>
        Assert.Contains(
            """
            "text":"{\"city\":\"city\"}"
            """,
            (
                await Ask(
                    """{"model":"gpt-4.1","input":"x","text":{"format":{"type":"json_schema","name":"n","schema":{"properties":{"city":{"type":"string"}}}}}}"""
                )
            ).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_stored_response_is_continued_with_all_before_it_in_the_prompt()
    {
        var memory = new ResponseMemory();
        var first = await Conversation.Continue(memory, """{"model":"fake-echo","input":"Hi"}""");
        using var json = JsonDocument.Parse(first.Raw);
        var id = json.RootElement.GetProperty("id").GetString()!;

        var second = await Conversation.Continue(memory, $$"""{"model":"fake-echo","previous_response_id":"{{id}}","input":"Hello"}""");

        Assert.Equal(first.Raw, System.Text.Encoding.UTF8.GetString(memory.Require(id).Json));
        Assert.Equal((1L, 4L), (first.Served.PromptTokens, second.Served.PromptTokens));
    }

    [Fact]
    public async Task What_is_not_to_be_stored_cannot_be_continued()
    {
        var memory = new ResponseMemory();
        using var json = JsonDocument.Parse(
            (await Conversation.Continue(memory, """{"model":"fake-echo","store":false,"input":"Hi"}""")).Raw
        );

        var second = await Conversation.Continue(
            memory,
            $$"""{"model":"fake-echo","previous_response_id":"{{json.RootElement.GetProperty("id")}}","input":"x"}"""
        );

        Assert.Equal(
            (
                400,
                """{"error":{"message":"Previous response with id 'resp_ID' not found.","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}}"""
            ),
            (second.Http.Response.StatusCode, second.Text)
        );
    }

    [Fact]
    public void The_oldest_of_many_responses_is_forgotten()
    {
        var memory = new ResponseMemory();
        for (var i = 0; i <= ResponseMemory.Capacity; i++)
            memory.Remember($"r{i}", new RememberedResponse([], i));

        Assert.Equal((null, 1L), (memory.Find("r0"), memory.Find("r1")!.ContextBytes));
    }

    private static JsonElement Output(Conversation asked) => JsonElement.Parse(asked.Raw).GetProperty("output");

    private static Task<Conversation> Ask(string body, string script = "") =>
        Conversation.At("/v1/responses", body, ("x-fake-script", script));
}
