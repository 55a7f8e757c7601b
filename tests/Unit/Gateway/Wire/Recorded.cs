namespace Platform.Tests.Unit.Gateway.Wire;

/// <summary>Answers of upstreams: with everything that a translation understands, and with as little as servers send.</summary>
internal static class Recorded
{
    public const string ChatFull = """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","reasoning_content":"hm","content":"Hi",
        "annotations":[{"type":"url_citation","url_citation":{"url":"http://a"}}],
        "tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"2","type":"function","function":{"name":"c","arguments":"{\"input\":\"x\"}"}},
        {"id":"3","type":"function","function":{"name":"tool_search","arguments":"{}"}}]},
        "logprobs":{"content":[{"token":"Hi","logprob":-0.5,"bytes":null,"top_logprobs":[{"token":"Ho","logprob":-1}]}]},"finish_reason":"tool_calls"}],
        "usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}
        """;

    public const string ChatBare = """{"choices":[{"message":{"content":"Hi"}}]}""";

    public const string ChatRefusal =
        """{"id":"c","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"No."},"finish_reason":"content_filter"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""";

    public const string ChatStream = """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}

        data: {"choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":{"content":[{"token":"Hi","logprob":-0.5}]}}]}

        data: {"choices":[{"index":0,"delta":{"annotations":[{"type":"url_citation","url_citation":{"url":"http://a","start_index":0,"end_index":1}}]}}]}

        data: {"choices":[{"index":0,"delta":{"refusal":"No."}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"1","function":{"name":"f","arguments":"{}"}}]}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"2","function":{"name":"c","arguments":"{\"input\":\"x\"}"}}]}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":2,"id":"3","function":{"name":"tool_search","arguments":"{}"}}]}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}

        data: [DONE]


        """;

    public const string ChatStreamCut = """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}

        data: [DONE]


        """;

    public const string ChatStreamBare = """
        data: {"choices":[{"delta":{"content":"Hi"}}]}

        data: [DONE]


        """;

    public const string ResponseFull = """
        {"id":"r","object":"response","created_at":1,"status":"completed","model":"m","output":[{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"hm"}]},
        {"type":"message","id":"msg","content":[{"type":"output_text","text":"Hi","annotations":[{"type":"url_citation","url":"http://a"}],"logprobs":[{"token":"Hi","logprob":-0.5}]},{"type":"refusal","refusal":"No."}]},
        {"type":"function_call","call_id":"1","name":"f","arguments":"{}"},{"type":"function_call","id":"2","name":"f"}],"usage":{"input_tokens":5,"output_tokens":2}}
        """;

    public const string ResponseBare =
        """{"output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]}],"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}""";

    public const string ResponseStream = """
        data: {"type":"response.created","response":{"id":"r","model":"m","output":[]}}

        data: {"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"hm"}

        data: {"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Hi","logprobs":[{"token":"Hi","logprob":-0.5}]}

        data: {"type":"response.output_text.annotation.added","output_index":1,"content_index":0,"annotation":{"type":"url_citation","url":"http://a"}}

        data: {"type":"response.refusal.delta","output_index":1,"content_index":1,"delta":"No."}

        data: {"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"1","name":"f","arguments":""}}

        data: {"type":"response.function_call_arguments.delta","output_index":2,"delta":"{}"}

        data: {"type":"response.output_item.done","output_index":3,"item":{"type":"function_call","call_id":"2","name":"f","arguments":"{}"}}

        data: {"type":"response.completed","response":{"id":"r","model":"m","status":"completed","output":[],"usage":{"input_tokens":5,"output_tokens":2}}}


        """;

    public const string MessageFull = """
        {"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"Hi"},
        {"type":"tool_use","id":"1","name":"f","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":5,"output_tokens":2,"cache_read_input_tokens":3,"output_tokens_details":{"thinking_tokens":1}}}
        """;

    public const string MessageBare = """{"content":[{"type":"text","text":"Hi"}]}""";

    public const string MessageStream = """
        data: {"type":"message_start","message":{"id":"m","model":"m","content":[],"usage":{"input_tokens":5,"output_tokens":1}}}

        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

        data: {"type":"content_block_stop","index":0}

        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"}}

        data: {"type":"content_block_stop","index":1}

        data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"1","name":"f","input":{}}}

        data: {"type":"content_block_stop","index":2}

        data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":2}}

        data: {"type":"message_stop"}


        """;

    public const string MessageStreamBare = """
        data: {"type":"message_start","message":{}}

        data: {"type":"content_block_start","content_block":{"type":"text","text":"Hi"}}

        data: {"type":"message_delta","delta":{"stop_reason":"max_tokens"}}

        data: {"type":"message_stop"}


        """;
}
