using Platform.Gateway.Translation;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.MessagesToChat;

/// <summary>A request as Claude Code sends it, shortened in its texts only.</summary>
public sealed class ClaudeCodeTests
{
    private const string Asked = """
        {"model":"claude-opus-4-6","max_tokens":32000,"stream":true,"thinking":{"type":"adaptive","display":"omitted"},
         "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},"output_config":{"effort":"high"},
         "metadata":{"user_id":"{\"device_id\":\"d3c5\",\"account_uuid\":\"\",\"session_id\":\"0f5e\"}"},
         "system":[
           {"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.329.48f; cc_entrypoint=cli; cch=71fea;"},
           {"type":"text","text":"You are Claude Code.","cache_control":{"type":"ephemeral","ttl":"1h"}},
           {"type":"text","text":"You are an interactive agent.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
         "messages":[
           {"role":"user","content":[{"type":"text","text":"<system-reminder>\nToday is Monday.\n</system-reminder>\n"},
             {"type":"text","text":"Write a file.","cache_control":{"type":"ephemeral"}}]},
           {"role":"system","content":[{"type":"text","text":"Deferred tools: WebFetch"}]},
           {"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"c2ln"},
             {"type":"tool_use","id":"toolu_01","name":"ToolSearch","input":{"query":"select:WebFetch"},"caller":{"type":"direct"}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01","content":[{"type":"tool_reference","tool_name":"WebFetch"}]},
             {"type":"text","text":"Tool loaded."}]}],
         "tools":[
           {"name":"Bash","description":"Runs.","input_schema":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
             "properties":{"command":{"type":"string"}},"required":["command"],"additionalProperties":false},"eager_input_streaming":true},
           {"name":"WebFetch","description":"Fetches.","input_schema":{"type":"object","properties":{}},"defer_loading":true,
             "cache_control":{"type":"ephemeral"}}]}
        """;

    [Fact]
    public void It_becomes_a_chat_without_refusal() =>
        Equal(
            """
            {"model":"upstream-model","messages":[
               {"role":"system","content":"You are Claude Code.\n\nYou are an interactive agent."},
               {"role":"user","content":[{"type":"text","text":"<system-reminder>\nToday is Monday.\n</system-reminder>\n"},
                 {"type":"text","text":"Write a file."}]},
               {"role":"system","content":"Deferred tools: WebFetch"},
               {"role":"assistant","content":null,"tool_calls":[
                 {"id":"toolu_01","type":"function","function":{"name":"ToolSearch","arguments":"{\"query\":\"select:WebFetch\"}"}}]},
               {"role":"tool","tool_call_id":"toolu_01","content":"The tool WebFetch can be called now."},
               {"role":"user","content":"Tool loaded."}],
             "max_completion_tokens":32000,
             "tools":[
               {"type":"function","function":{"name":"Bash","description":"Runs.","parameters":{"$schema":"https://json-schema.org/draft/2020-12/schema",
                 "type":"object","properties":{"command":{"type":"string"}},"required":["command"],"additionalProperties":false}}},
               {"type":"function","function":{"name":"WebFetch","description":"Fetches.","parameters":{"type":"object","properties":{}}}}],
             "reasoning_effort":"high","user":"eaeb7c92b375ad177fb01ec9cf1285c0b59a6b1eea6085dac2f7f506ff57da06",
             "stream":true,"stream_options":{"include_usage":true}}
            """,
            ToChat.Request(Flat(Asked))
        );

    [Fact]
    public void It_survives_a_round_trip() =>
        Assert.Contains(
            "\"thinking\":{\"type\":\"adaptive\"}",
            new ChainedTranslation(ToChat, ToMessages).Request(Asked),
            StringComparison.Ordinal
        );

    /// <summary>The line stands for itself or at the head of a text.</summary>
    [Fact]
    public void Its_line_of_accounting_is_left_out_and_nothing_after_it() =>
        Equal(
            """{"model":"upstream-model","messages":[{"role":"system","content":"You are x-anthropic-billing-header: safe."},{"role":"user","content":"Hi"}]}""",
            ToChat.Request(
                """
                {"model":"x","system":"x-anthropic-billing-header: cch=1;\nYou are x-anthropic-billing-header: safe.","messages":[{"role":"user","content":"Hi"}]}
                """
            )
        );
}
