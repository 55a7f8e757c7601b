using System.Text;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToMessages;
using Platform.Gateway.Translation.ChatToResponses;
using Platform.Gateway.Translation.MessagesToChat;
using Platform.Gateway.Translation.ResponsesToChat;
using Platform.Gateway.Translation.Tracking;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>What a translation leaves out of a request, and by which names.</summary>
public sealed class UncarriedFieldsTests
{
    private static string NotCarried(string body, Func<TranslationContext, ITranslation> of, string model = "upstream-model")
    {
        var translation = of(new TranslationContext("req_0123", model, DateTimeOffset.UnixEpoch, MaxOutput: 4_096));
        translation.Request(Encoding.UTF8.GetBytes(body));
        return string.Join(", ", translation.Tracker.NotCarried);
    }

    private static string ResponsesToChatTranslation(string body) => NotCarried(body, context => new ResponsesToChatTranslation(context));

    private static string ChatToResponsesTranslation(string body) => NotCarried(body, context => new ChatToResponsesTranslation(context));

    private static string MessagesToChatTranslation(string body, string model = "upstream-model") =>
        NotCarried(body, context => new MessagesToChatTranslation(context), model);

    private static string ChatToMessagesTranslation(string body, string model = "upstream-model") =>
        NotCarried(body, context => new ChatToMessagesTranslation(context), model);

    /// <summary>The form of Codex, with members that are unknown here.</summary>
    [Fact]
    public void Of_responses_translated_to_chat_all_that_chat_cannot_express_is_named() =>
        Assert.Equal(
            "store, include, truncation, client_metadata, brand_new, reasoning.summary, reasoning.foo, text.bar, input[0].id, input[1].summary, input[1].encrypted_content, "
                + "input[2].status, input[2].content[0].annotations, input[4].content[0].extra, tools[0].tools[0].defer_loading, tools[2].bar",
            ResponsesToChatTranslation(
                """
                {"model":"m","stream":true,"store":false,"include":["reasoning.encrypted_content"],"truncation":"auto","prompt_cache_key":"k","client_metadata":{"a":"b"},
                 "brand_new":{"deep":[1]},"nothing":null,"parallel_tool_calls":true,"reasoning":{"effort":"low","summary":"auto","foo":1},
                 "text":{"verbosity":"low","bar":1,"format":{"type":"json_schema","name":"r","schema":{"type":"object","x-mine":1},"strict":true}},
                 "input":[{"type":"message","id":"a","role":"developer","content":"Be brief"},
                   {"type":"reasoning","id":"b","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAA"},
                   {"type":"message","id":"c","status":"completed","role":"assistant","content":[{"type":"output_text","text":"A","annotations":[{"type":"x"}],"logprobs":[]}]},
                   {"type":"function_call","id":"d","call_id":"1","name":"f","arguments":"{}"},
                   {"role":"user","content":[{"type":"input_image","image_url":"u","detail":"low","extra":1},{"type":"input_text","text":"T","extra":2}]}],
                 "tools":[{"type":"namespace","name":"n","description":"d","tools":[{"type":"function","name":"g","parameters":{"type":"object","y":1},"defer_loading":true}]},
                   {"type":"web_search","filters":{"a":1}},{"type":"function","name":"f","strict":false,"parameters":{},"bar":"x"},
                   {"type":"custom","name":"c","format":{"type":"grammar","syntax":"lark","definition":"d"}}],
                 "tool_choice":"auto"}
                """
            )
        );

    [Fact]
    public void Of_responses_translated_to_chat_without_anything_else_nothing_is_named() =>
        Assert.Equal(
            "",
            ResponsesToChatTranslation(
                """
                {"model":"m","instructions":"i","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]}],"temperature":1,"max_output_tokens":5,
                 "background":false,"truncation":"disabled","context_management":[],"n":1,"modalities":["text"],"metadata":{},"stream":false,"seed":7,"stop":["a"],
                 "include":["message.output_text.logprobs"],
                 "tools":[{"type":"function","name":"f","parameters":{"a":1}},{"type":"function","name":"g","parameters":{"b":1}},{"type":"image_generation","size":"auto"}],
                 "tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"g"}]}}
                """
            )
        );

    [Fact]
    public void Of_a_chat_translated_to_responses_all_that_responses_cannot_express_is_named() =>
        Assert.Equal(
            "provider, brand_new, store, stream_options.include_obfuscation, messages[0].content[0].cache_control, messages[1].reasoning_content, messages[1].tool_calls[0].index, "
                + "messages[2].name, tools[0].foo, tools[0].function.bar, response_format.json_schema.baz",
            ChatToResponsesTranslation(
                """
                {"model":"m","stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},"provider":{"order":["a"]},"brand_new":0,
                 "n":1,"frequency_penalty":0,"stop":[],"logit_bias":{},"modalities":["text"],"metadata":{"a":"b"},"user":"u","store":true,"logprobs":false,
                 "messages":[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]},
                   {"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[{"index":0,"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                   {"role":"tool","tool_call_id":"1","name":"f","content":"ok"}],
                 "tools":[{"type":"function","foo":1,"function":{"name":"f","parameters":{"type":"object","z":1},"strict":true,"bar":2}}],"tool_choice":"auto",
                 "response_format":{"type":"json_schema","json_schema":{"name":"r","schema":{"a":1},"strict":true,"baz":1}},"reasoning_effort":"low","verbosity":"low"}
                """
            )
        );

    /// <summary>The form of Claude Code.</summary>
    [Fact]
    public void Of_messages_translated_to_chat_all_that_chat_cannot_express_is_named() =>
        Assert.Equal(
            "context_management, service_tier, brand_new, system[0].cache_control, messages[1].content[0].thinking, messages[1].content[0].signature, "
                + "messages[2].content[0].cache_control, tools[0].strict, tools[0].defer_loading, thinking.budget_tokens, metadata.other, output_config.foo",
            MessagesToChatTranslation(
                """
                {"model":"m","max_tokens":32000,"stream":true,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],
                 "context_management":{"edits":[{"type":"clear"}]},"service_tier":"auto","brand_new":{"type":"enabled"},"container":null,"mcp_servers":[],
                 "messages":[{"role":"user","content":"Hi"},
                   {"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"c2ln"},{"type":"tool_use","id":"1","name":"f","input":{"a":{"b":1}}}]},
                   {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","is_error":false,"content":[{"type":"text","text":"ok"}],"cache_control":{"type":"ephemeral"}}]}],
                 "tools":[{"name":"f","description":"d","strict":true,"input_schema":{"type":"object","properties":{"a":{}}},"defer_loading":true},{"type":"web_search_20250305","name":"web_search","max_uses":3}],
                 "thinking":{"type":"enabled","budget_tokens":9000},"metadata":{"user_id":"u","other":1},"output_config":{"effort":"high","foo":1}}
                """,
                "gpt-5"
            )
        );

    [Theory]
    [InlineData("gpt-5", "")]
    [InlineData("gpt-4o", "output_config.effort")]
    public void An_effort_that_the_model_does_not_take_is_named(string model, string named) =>
        Assert.Equal(
            named,
            MessagesToChatTranslation(
                """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}}""",
                model
            )
        );

    [Fact]
    public void Of_a_chat_translated_to_messages_all_that_messages_cannot_express_is_named() =>
        Assert.Equal(
            "user, seed, metadata, store, verbosity, brand_new, messages[0].name, messages[0].content[0].image_url.detail, messages[1].reasoning_content, tools[0].function.strict, "
                + "response_format.json_schema.name",
            ChatToMessagesTranslation(
                """
                {"model":"m","safety_identifier":"s","user":"u","seed":7,"metadata":{"a":"b"},"store":true,"verbosity":"low","brand_new":1,"empty":{},
                 "n":1,"logprobs":false,"logit_bias":{},"frequency_penalty":0,"functions":[],"temperature":1,"top_p":1,
                 "messages":[{"role":"user","name":"Ann","content":[{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"low"}}]},
                   {"role":"assistant","content":"a","reasoning_content":"Hm."},{"role":"user","content":"b"}],
                 "tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"a":{"b":1}}},"strict":true}}],
                 "response_format":{"type":"json_schema","json_schema":{"name":"r","schema":{"type":"object","x":1}}}}
                """
            )
        );

    [Theory]
    [InlineData("claude-sonnet-4-5", "top_p, reasoning_effort")]
    [InlineData("claude-opus-4-7", "temperature, top_p")]
    public void Chance_and_effort_that_the_model_refuses_are_named(string model, string named) =>
        Assert.Equal(
            named,
            ChatToMessagesTranslation(
                """{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0.5,"top_p":0.5,"reasoning_effort":"high"}""",
                model
            )
        );

    [Fact]
    public void A_field_that_nobody_sent_is_not_named_and_null_is_none() =>
        Assert.Equal(
            "",
            ChatToMessagesTranslation("""{"model":"m","messages":[{"role":"user","content":"Hi"}],"seed":null,"metadata":{},"tools":[]}""")
        );

    [Fact]
    public void Thoughts_that_no_message_follows_are_named() =>
        Assert.Equal(
            "input[1].summary[0].text",
            ResponsesToChatTranslation(
                """
                {"input":[{"role":"user","content":"Hi"},{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]},{"role":"user","content":"Well?"}]}
                """
            )
        );

    /// <summary>The second one's losses in the words of the first one's caller.</summary>
    [Fact]
    public void Of_two_translations_both_are_named_as_the_caller_said_it() =>
        Assert.Equal(
            "store, input[0].id, service_tier, text.verbosity, input[1].summary[0].text, input[3].content[0].detail, tools[0].strict, text.format.name",
            NotCarried(
                """
                {"model":"m","store":false,"service_tier":"flex","text":{"verbosity":"low","format":{"type":"json_schema","name":"r","schema":{}}},
                 "input":[{"role":"user","id":"a","content":"Hi"},{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]},{"role":"assistant","content":"A"},
                   {"role":"user","content":[{"type":"input_image","image_url":"https://example.com/a.png","detail":"low"}]}],
                 "tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":true}]}
                """,
                context => new ChainedTranslation(new ResponsesToChatTranslation(context), new ChatToMessagesTranslation(context))
            )
        );

    [Fact]
    public void A_body_reshaped_before_its_upstream_was_known_is_named_as_it_came()
    {
        var reshaped = new FieldTracker();
        var chat = ResponsesShapedChat.ToChat(
            """{"model":"m","input":"Hi","store":true,"text":{"verbosity":"low"}}"""u8.ToArray(),
            reshaped
        );
        var messages = new ChatToMessagesTranslation(
            new TranslationContext("req_0123", "upstream-model", DateTimeOffset.UnixEpoch, MaxOutput: 4_096)
        );
        messages.Request(chat);
        Assert.Equal("store, text.verbosity", string.Join(", ", reshaped.Then(messages.Tracker, chat).NotCarried));
    }

    /// <summary>The name of the schema and the wish for usage stand in the middle only.</summary>
    [Fact]
    public void What_the_first_of_two_made_up_is_not_named() =>
        Assert.Equal(
            "output_config.foo",
            NotCarried(
                """{"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hi"}],"output_config":{"foo":1,"format":{"type":"json_schema","schema":{"type":"object"}}}}""",
                context => new ChainedTranslation(new MessagesToChatTranslation(context), new ChatToMessagesTranslation(context))
            )
        );

    [Fact]
    public void What_the_second_of_two_refuses_is_named_as_the_caller_said_it()
    {
        var context = new TranslationContext("req_0123", "upstream-model", DateTimeOffset.UnixEpoch, MaxOutput: 4_096);
        var refusal = Assert.Throws<UntranslatableException>(() =>
            new ChainedTranslation(new MessagesToChatTranslation(context), new ChatToResponsesTranslation(context)).Request(
                """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"stop_sequences":["END"]}"""u8.ToArray()
            )
        );
        Assert.Equal("stop_sequences", refusal.Param);
        Assert.StartsWith("stop_sequences cannot be sent to this model's provider", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_of_a_million_unknown_fields_names_a_few()
    {
        var many = string.Join(',', Enumerable.Range(0, 100_000).Select(at => $"\"f{at}\":1"));
        var named = ResponsesToChatTranslation($$"""{"input":[{"role":"user","content":"Hi",{{many}}}],"last":1,{{many}}}""").Split(", ");
        Assert.Equal(64, named.Length);
        Assert.Equal("last", named[0]);
    }

    [Fact]
    public void A_name_as_long_as_a_body_is_cut() =>
        Assert.Equal(new string('x', 256), ResponsesToChatTranslation($$"""{"input":"Hi","{{new string('x', 1_000_000)}}":1}"""));
}
