using Microsoft.AspNetCore.Http;

namespace Platform.Tests.Fakes;

/// <summary>The answer "Hi there" of an upstream that counts 9 tokens of input and 2 of output, in each protocol.</summary>
public static class UpstreamAnswer
{
    /// <summary>Answers in the protocol that the path names, whole or as a stream, as the body asks.</summary>
    public static Func<HttpContext, Task> Hi(bool isCut = false) =>
        async http =>
        {
            var protocol = ProtocolOf(http.Request.Path.Value!);
            await (
                IsStream(http)
                    ? ScriptedUpstream.Stream(isCut ? Begun(protocol) : Events(protocol), isCut)
                    : ScriptedUpstream.Say(Whole(protocol))
            )(http);
        };

    public static string Whole(string protocol) =>
        protocol switch
        {
            "messages" =>
                """{"id":"m","type":"message","role":"assistant","model":"theirs","content":[{"type":"text","text":"Hi there"}],"stop_reason":"end_turn","usage":{"input_tokens":9,"output_tokens":2}}""",
            "responses" =>
                """{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"theirs","output":[{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi there","annotations":[]}]}],"usage":{"input_tokens":9,"output_tokens":2,"total_tokens":11}}""",
            "completions" =>
                """{"id":"c","object":"text_completion","model":"theirs","choices":[{"index":0,"text":"Hi there","finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""",
            _ =>
                """{"id":"c","object":"chat.completion","model":"theirs","choices":[{"index":0,"message":{"role":"assistant","content":"Hi there"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""",
        };

    /// <summary>The stream up to its content.</summary>
    public static string Begun(string protocol)
    {
        var events = Events(protocol);
        var content = events.IndexOf("Hi there", StringComparison.Ordinal);
        return events[..(events.IndexOf("\n\n", content, StringComparison.Ordinal) + 2)];
    }

    /// <summary>The stream before its content: that there will be an answer, and nothing of it.</summary>
    public static string Preamble(string protocol)
    {
        var begun = Begun(protocol);
        return begun[..(begun.LastIndexOf("\n\n", begun.Length - 3, StringComparison.Ordinal) + 2)];
    }

    /// <summary>An error as vendors send it in a stream whose status is 200.</summary>
    public static string ErrorEvent(string protocol) =>
        protocol switch
        {
            "messages" => "event: error\ndata: " + ErrorObject(protocol) + "\n\n",
            "responses" => "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":3,\"response\":"
                + ErrorObject(protocol)
                + "}\n\n",
            _ => "data: " + ErrorObject(protocol) + "\n\n",
        };

    /// <summary>An error in the place of an answer.</summary>
    public static string ErrorObject(string protocol) =>
        protocol switch
        {
            "messages" => """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""",
            "responses" =>
                """{"id":"resp_1","object":"response","created_at":1,"status":"failed","model":"theirs","output":[],"error":{"code":"server_error","message":"Overloaded"}}""",
            _ => """{"error":{"message":"Overloaded","type":"server_error","param":null,"code":null}}""",
        };

    public static string ProtocolOf(string path) =>
        path.EndsWith("/messages", StringComparison.Ordinal) ? "messages"
        : path.EndsWith("/responses", StringComparison.Ordinal) ? "responses"
        : path.EndsWith("/chat/completions", StringComparison.Ordinal) ? "chat"
        : "completions";

    public static bool IsStream(HttpContext http) => ScriptedUpstream.BodyOf(http).Contains("\"stream\":true", StringComparison.Ordinal);

    public static string Events(string protocol) =>
        protocol switch
        {
            "messages" => """
                event: message_start
                data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"theirs","content":[],"usage":{"input_tokens":9,"output_tokens":0}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: ping
                data: {"type":"ping"}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi there"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}

                event: message_stop
                data: {"type":"message_stop"}


                """,
            "responses" => """
                event: response.created
                data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1,"status":"in_progress","model":"theirs","output":[]}}

                event: response.output_item.added
                data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]}}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hi there"}

                event: response.completed
                data: {"type":"response.completed","sequence_number":3,"response":{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"theirs","output":[{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi there","annotations":[]}]}],"usage":{"input_tokens":9,"output_tokens":2,"total_tokens":11}}}


                """,
            "completions" => """
                data: {"id":"c","object":"text_completion","model":"theirs","choices":[{"index":0,"text":"","finish_reason":null}]}

                data: {"id":"c","object":"text_completion","model":"theirs","choices":[{"index":0,"text":"Hi there","finish_reason":"stop"}]}

                data: {"id":"c","object":"text_completion","model":"theirs","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}

                data: [DONE]


                """,
            _ => """
                data: {"id":"c","object":"chat.completion.chunk","model":"theirs","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

                data: {"id":"c","object":"chat.completion.chunk","model":"theirs","choices":[{"index":0,"delta":{"content":"Hi there"},"finish_reason":null}]}

                data: {"id":"c","object":"chat.completion.chunk","model":"theirs","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: {"id":"c","object":"chat.completion.chunk","model":"theirs","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}

                data: [DONE]


                """,
        };
}
