using System.Text.Json.Nodes;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream;

/// <summary>What OpenAI and Anthropic refuse in the contents of a request, in their words.</summary>
public sealed class VendorRuleTests
{
    private static readonly string Long = new('n', 89);

    private static async Task RefusedAsync(string path, string body, string message)
    {
        var asked = await Conversation.At(path, body.Replace("LONG", Long, StringComparison.Ordinal));
        Assert.Equal((400, message), (asked.Http.Response.StatusCode, (string?)JsonNode.Parse(asked.Raw)!["error"]!["message"]));
    }

    [Theory]
    [InlineData(""" "stop_sequences":["END","\n"] """, "stop_sequences: each stop sequence must contain non-whitespace")]
    [InlineData(
        """ "temperature":0.5,"top_p":0.9 """,
        "`temperature` and `top_p` cannot both be specified for this model. Please use only one."
    )]
    [InlineData(""" "temperature":1.5 """, "temperature: Input should be less than or equal to 1")]
    [InlineData(
        """ "tools":[{"name":"a.b","input_schema":{"type":"object"}}] """,
        "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"
    )]
    [InlineData(
        """ "tools":[{"name":"LONGLONG","input_schema":{"type":"object"}}] """,
        "tools.0.custom.name: String should have at most 128 characters"
    )]
    [InlineData(
        """ "tools":[{"name":"a","input_schema":{"type":"object"}},{"name":"a","input_schema":{"type":"object"}}] """,
        "tools: Tool names must be unique."
    )]
    [InlineData(
        """ "tools":[{"name":"a","input_schema":{"type":"object","oneOf":[]}}] """,
        "tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level"
    )]
    [InlineData(
        """ "output_config":{"format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false,"properties":{"a":{"type":"integer","minimum":1}}}}} """,
        "output_config.format.schema: For 'integer' type, property 'minimum' is not supported"
    )]
    [InlineData(
        """ "output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{}}}} """,
        "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false"
    )]
    [InlineData(
        """ "thinking":{"type":"enabled","budget_tokens":1000} """,
        "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
    )]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":2000} """, "`max_tokens` must be greater than `thinking.budget_tokens`.")]
    [InlineData(""" "system":[{"type":"text","text":""}] """, "system: text content blocks must be non-empty")]
    [InlineData(
        """ "cache_control":{"type":"ephemeral"},"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}] """,
        "A maximum of 4 blocks with cache_control may be provided. Found 5."
    )]
    public Task Anthropic_refuses_a_field(string field, string message) =>
        RefusedAsync(
            "/v1/messages",
            $$"""{"model":"claude-haiku-4-5","max_tokens":2000,"messages":[{"role":"user","content":"Hi"}],{{field}}}""",
            message
        );

    [Theory]
    [InlineData(
        """{"role":"user","content":[{"type":"text","text":" "}]}""",
        "messages: text content blocks must contain non-whitespace text"
    )]
    [InlineData(
        """{"role":"user","content":"a"},{"role":"assistant","content":"b "}""",
        "messages: final assistant content cannot end with trailing whitespace"
    )]
    [InlineData(
        """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"1"}]}""",
        "messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: t. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
    )]
    [InlineData(
        """{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":"b"}""",
        "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: t. Each `tool_use` block must have a corresponding `tool_result` block in the next message."
    )]
    [InlineData(
        """{"role":"assistant","content":[{"type":"tool_use","id":"a.b:1","name":"f","input":{}}]},{"role":"user","content":"b"}""",
        "messages.0.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"
    )]
    public Task Anthropic_refuses_a_message(string messages, string message) =>
        RefusedAsync("/v1/messages", $$"""{"model":"claude-haiku-4-5","max_tokens":20,"messages":[{{messages}}]}""", message);

    [Theory]
    [InlineData(
        """ "tools":[{"type":"function","function":{"name":"LONG"}}] """,
        "Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64, but got a string with length 89 instead."
    )]
    [InlineData(
        """ "tools":[{"type":"function","function":{"name":"a.b"}}] """,
        "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'."
    )]
    [InlineData(
        """ "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","anyOf":[]}}}] """,
        "Invalid schema for function 'f': schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level."
    )]
    [InlineData(
        """ "stop":["1","2","3","4","5"] """,
        "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead."
    )]
    [InlineData(""" "usage":{"include":true} """, "Unknown parameter: 'usage'.")]
    [InlineData(""" "reasoning":{"effort":"low"} """, "Unknown parameter: 'reasoning'.")]
    [InlineData(""" "thinking":{"type":"enabled"} """, "Unknown parameter: 'thinking'.")]
    [InlineData(""" "top_k":4 """, "Unknown parameter: 'top_k'.")]
    public Task OpenAI_refuses_a_field_of_chat(string field, string message) =>
        RefusedAsync("/v1/chat/completions", $$"""{"model":"gpt-4.1","messages":[{"role":"user","content":"Hi"}],{{field}}}""", message);

    [Theory]
    [InlineData(
        """{"role":"tool","tool_call_id":"t","content":"1"}""",
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
    )]
    [InlineData(
        """{"role":"assistant","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"b"}""",
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: t"
    )]
    [InlineData(
        """{"role":"assistant","tool_calls":[{"id":"LONG","type":"function","function":{"name":"f","arguments":"{}"}}]}""",
        "Invalid 'messages[0].tool_calls[0].id': string too long. Expected a string with maximum length 64, but got a string with length 89 instead."
    )]
    public Task OpenAI_refuses_a_message_of_chat(string messages, string message) =>
        RefusedAsync("/v1/chat/completions", $$"""{"model":"gpt-4.1","messages":[{{messages}}]}""", message);

    [Theory]
    [InlineData(
        """ "input":"Hi","tools":[{"type":"function","name":"LONG"}] """,
        "Invalid 'tools[0].name': string too long. Expected a string with maximum length 64, but got a string with length 89 instead."
    )]
    [InlineData(
        """ "input":[{"type":"function_call","call_id":"LONG","name":"f","arguments":"{}"}] """,
        "Invalid 'input[0].call_id': string too long. Expected a string with maximum length 64, but got a string with length 89 instead."
    )]
    [InlineData(""" "input":"Hi","include":["reasoning.encrypted_content"] """, "Encrypted content is not supported with this model.")]
    public Task OpenAI_refuses_a_field_of_responses(string fields, string message) =>
        RefusedAsync("/v1/responses", $$"""{"model":"gpt-4.1",{{fields}}}""", message);

    [Theory]
    [InlineData("false", "", 404)]
    [InlineData("false", ",\"encrypted_content\":null", 404)]
    [InlineData("false", ",\"encrypted_content\":\"g\"", 200)]
    [InlineData("true", "", 200)]
    public async Task OpenAI_looks_for_reasoning_without_its_content_among_what_is_stored(string store, string more, int status)
    {
        var asked = await Conversation.At(
            "/v1/responses",
            $$"""{"model":"gpt-5","store":{{store}},"input":[{"role":"user","content":"Hi"},{"type":"reasoning","id":"rs_1","summary":[]{{more}}}]}"""
        );
        Assert.Equal(status, asked.Http.Response.StatusCode);
        if (status == 404)
            Assert.StartsWith(
                "Item with id 'rs_1' not found. Items are not persisted when `store` is set to false.",
                (string?)JsonNode.Parse(asked.Raw)!["error"]!["message"],
                StringComparison.Ordinal
            );
    }

    [Fact]
    public Task OpenAI_takes_metadata_of_a_chat_only_to_store_it() =>
        RefusedAsync(
            "/v1/chat/completions",
            """{"model":"gpt-4.1","messages":[{"role":"user","content":"Hi"}],"metadata":{"a":"b"}}""",
            "The 'metadata' parameter is only allowed when 'store' is enabled."
        );
}
