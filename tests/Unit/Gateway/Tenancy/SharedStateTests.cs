using System.Text;
using Platform.Gateway.Protocols;
using Platform.Gateway.Tenancy;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Tenancy;

public sealed class SharedStateTests
{
    [Theory]
    [InlineData(""" "input":"Hi","conversation":"conv_of_someone_else" """, "conversation")]
    [InlineData(""" "input":"Hi","conversation":{"id":"conv_1"} """, "conversation")]
    [InlineData(""" "input":"Hi","Conversation":"conv_1" """, "conversation")]
    [InlineData(""" "input":"Hi","\u0063onversation":"conv_1" """, "conversation")]
    [InlineData(""" "input":"Hi","conver\u017Fation":"conv_1" """, "conversation")]
    [InlineData(" \"input\":\"Hi\",\"conver\u017Fation\":\"conv_1\" ", "conversation")]
    [InlineData(" \"input\":\"Hi\",\"bac\u212Aground\":true ", "background")]
    [InlineData(""" "input":"Hi","background":true """, "background")]
    [InlineData(""" "input":"Hi","background":"true" """, "background")]
    [InlineData(""" "input":"Hi","bac\u212Aground":true """, "background")]
    [InlineData(""" "input":"Hi","prompt":{"id":"pmpt_1"} """, "prompt")]
    [InlineData(""" "input":[{"type":"item_reference","id":"msg_1"}] """, "input[0].type")]
    [InlineData(""" "input":[{"id":"msg_1"}] """, "input[0].id")]
    [InlineData(""" "input":[{"role":"user","content":"Hi"},{"type":null,"id":"msg_1"}] """, "input[1].id")]
    [InlineData(""" "input":[{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}] """, "input[0].content[0].file_id")]
    [InlineData(""" "input":[{"role":"user","content":[{"type":"input_file","File_ID":"file-1"}]}] """, "input[0].content[0].file_id")]
    [InlineData(""" "input":[{"type":"computer_call_output","output":{"file_id":"file-1"}}] """, "input[0].output.file_id")]
    [InlineData(""" "input":[{"type":"code_interpreter_call","container_id":"cntr_1"}] """, "input[0].container_id")]
    [InlineData(""" "input":"Hi","tools":[{"type":"file_search","vector_store_ids":["vs_1"]}] """, "tools[0].vector_store_ids")]
    [InlineData(""" "input":"Hi","tools":[{"type":"code_interpreter","container":"cntr_1"}] """, "tools[0].container")]
    [InlineData(
        """ "input":"Hi","tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-1"]}}] """,
        "tools[0].container.file_ids"
    )]
    [InlineData(
        """ "input":"Hi","tools":[{"type":"shell","environment":{"skills":[{"skill_id":"skill_1"}]}}] """,
        "tools[0].environment.skills[0].skill_id"
    )]
    public void Of_responses_state_of_the_operators_account_is_refused(string members, string at) =>
        Refused(members, Protocol.Responses, at);

    [Theory]
    [InlineData(
        """ "messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}] """,
        "messages[0].content[0].file.file_id"
    )]
    [InlineData(""" "messages":[{"role":"assistant","audio":{"id":"audio_1"}}] """, "messages[0].audio.id")]
    [InlineData(""" "messages":[{"role":"user"}],"audio":{"voice":{"id":"voice_1"}} """, "audio.voice.id")]
    [InlineData(""" "messages":[{"role":"user"}],"deferred":true """, "deferred")]
    [InlineData(""" "messages":[{"role":"user"}],"conversation":"conv_1" """, "conversation")]
    [InlineData(""" "messages":[{"role":"user"}],"previous_response_id":"resp_1" """, "previous_response_id")]
    [InlineData(""" "messages":[{"role":"user"}],"extra_body":{"google":{"cachedContent":"c/1"}} """, "extra_body.google.cachedcontent")]
    public void Of_chat_state_of_the_operators_account_is_refused(string members, string at) => Refused(members, Protocol.Chat, at);

    [Theory]
    [InlineData(
        """ "messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"f"}}]}] """,
        "messages[0].content[0].source.file_id"
    )]
    [InlineData(""" "messages":[{"content":[{"source":{"type":"file","other":"container"}}]}] """, "messages[0].content[0].source.type")]
    [InlineData(""" "messages":[{"content":[{"type":"container_upload","file_id":"f"}]}] """, "messages[0].content[0].file_id")]
    [InlineData(""" "messages":[{"role":"user"}],"container":"container_1" """, "container")]
    [InlineData(""" "messages":[{"role":"user"}],"container":{"skills":[{"type":"custom","skill_id":"s"}]} """, "container")]
    public void Of_messages_state_of_the_operators_account_is_refused(string members, string at)
    {
        Refused(members, Protocol.Messages, at);
        Refused(members, Protocol.CountTokens, at);
    }

    [Theory]
    [InlineData(""" "input":"Hi","conversation":null,"background":false,"prompt":null,"previous_response_id":"resp_1" """)]
    [InlineData(""" "input":[{"type":"message","id":"msg_1","role":"assistant","content":[]},{"role":"user","id":"u","content":""}] """)]
    [InlineData(""" "input":[{"type":"reasoning","id":"rs_1","summary":[]},{"type":"function_call","id":"fc_1","arguments":"{}"}] """)]
    [InlineData(
        """ "input":"Hi","metadata":{"file_id":"mine"},"client_metadata":{"thread_id":"mine","session_id":"mine"},"tools":[{"parameters":{"properties":{"x":{"default":{"file_id":"1"}}}}}] """
    )]
    [InlineData(""" "input":"container and file_id, \"conversation\": \"x\"","tools":[{"container":{"type":"auto","file_ids":[]}}] """)]
    public void Of_responses_the_callers_own_data_pass(string members) => Assert.Null(Find(members, Protocol.Responses));

    [Theory]
    [InlineData(""" "messages":[{"content":[{"type":"tool_use","id":"t","name":"f","input":{"file_id":"mine","container":"c"}}]}] """)]
    [InlineData(""" "messages":[],"tools":[{"input_schema":{"properties":{"file_id":{"type":"string","const":"a"}}}}],"container":null """)]
    public void Of_messages_the_callers_own_data_pass(string members) => Assert.Null(Find(members, Protocol.Messages));

    [Fact]
    public void The_prompt_of_a_completion_is_its_text() => Assert.Null(Find(""" "prompt":"container" """, Protocol.Completions));

    /// <summary>Wherever the mark lies across the pieces in which a body is searched.</summary>
    [Fact]
    public void A_mark_is_found_anywhere_in_a_large_body()
    {
        for (var before = 960; before < 1060; before++)
            Refused($""" "input":"{new string('a', before)}","conversation":"c" """, Protocol.Responses, "conversation");
    }

    private static void Refused(string members, Protocol protocol, string at)
    {
        var error = Find(members, protocol);
        Assert.Equal((400, "invalid_request_error", at), (error?.Status, error?.Code, error?.Param));
        Assert.StartsWith(at, error!.Message, StringComparison.Ordinal);
    }

    private static Platform.Gateway.Errors.ApiError? Find(string members, Protocol protocol) =>
        SharedState.Find(Encoding.UTF8.GetBytes($$"""{"model":"m",{{members}}}"""), protocol);
}
