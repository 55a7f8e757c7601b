using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Api.Models;
using Platform.Gateway.Api.Responses;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;
using Platform.Tests.Unit.Gateway.Translation;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Wire;

/// <summary>All that the gateway writes itself has the members that clients of each vendor rely on: <see cref="WireTypes"/>.</summary>
public sealed class RequiredMembersTests
{
    private static readonly Bill Bill = new(new TokenUsage(9, 5, 3, 2, 1), UsageSource.Counted, new Money(12_345));

    private static readonly Model Sold = new(
        "m",
        "vendor",
        DateTimeOffset.UnixEpoch,
        128_000,
        4_096,
        [new ModelRoute("primary", "m", ["openai-chat"], new Price(1, 1, 1))]
    );

    private static readonly Dictionary<string, Protocol> Protocols = Protocol
        .All.Where(protocol => !protocol.CountsTokens)
        .ToDictionary(protocol => protocol.Name);

    /// <summary>What each protocol is asked, with all kinds of tools that it has.</summary>
    private static string Request(Protocol protocol, bool stream) =>
        (
            protocol == Protocol.Chat
                ? """{"model":"m","stream":STREAM,"stream_options":{"include_usage":true},"max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{}}}]}"""
            : protocol == Protocol.Messages
                ? """{"model":"m","stream":STREAM,"max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":[{"name":"f","input_schema":{"type":"object"}}],"thinking":{"type":"enabled","budget_tokens":1024}}"""
            : """{"model":"m","stream":STREAM,"input":"Hi","user":null,"tools":[{"type":"function","name":"f"},{"type":"custom","name":"c"},{"type":"namespace","name":"n","description":"","tools":[{"type":"function","name":"g"}]},{"type":"tool_search","execution":"client","description":"Finds tools.","parameters":{"type":"object"}}]}"""
        ).Replace("STREAM", stream ? "true" : "false", StringComparison.Ordinal);

    /// <summary>Answers with everything that a translation understands, and answers with as little as servers send.</summary>
    public static TheoryData<string, string> Whole { get; } =
        new()
        {
            { "openai-chat", Recorded.ChatFull },
            { "openai-chat", Recorded.ChatBare },
            { "openai-chat", Recorded.ChatRefusal },
            { "openai-responses", Recorded.ResponseFull },
            { "openai-responses", Recorded.ResponseBare },
            { "anthropic-messages", Recorded.MessageFull },
            { "anthropic-messages", Recorded.MessageBare },
        };

    public static TheoryData<string, string> Streams { get; } =
        new()
        {
            { "openai-chat", Recorded.ChatStream },
            { "openai-chat", Recorded.ChatStreamCut },
            { "openai-chat", Recorded.ChatStreamBare },
            { "openai-responses", Recorded.ResponseStream },
            { "anthropic-messages", Recorded.MessageStream },
            { "anthropic-messages", Recorded.MessageStreamBare },
        };

    private static IEnumerable<(Protocol Caller, ITranslation Translation)> TranslationsFrom(string upstream, bool stream)
    {
        foreach (var caller in (Protocol[])[Protocol.Chat, Protocol.Responses, Protocol.Messages])
            if (Translations.Between(caller, Protocols[upstream], TranslationTexts.Context) is { } translation)
            {
                translation.Request(Request(caller, stream));
                yield return (caller, translation);
            }
    }

    private static void NoFaults(IEnumerable<string> faults)
    {
        var all = string.Join('\n', faults);
        Assert.True(all.Length == 0, all);
    }

    private static string WholeType(Protocol caller) =>
        caller == Protocol.Chat ? "Completion"
        : caller == Protocol.Messages ? "Message"
        : "Response";

    private static string EventType(Protocol caller, JsonElement data) =>
        caller == Protocol.Messages ? "@MessageEvent"
        : caller == Protocol.Responses ? "@Event"
        : data.TryGetProperty("error"u8, out _) ? "ErrorBody"
        : "Chunk";

    private static List<string> FaultsOf(string json, string type, HashSet<string>? used = null)
    {
        using var document = JsonDocument.Parse(json);
        var faults = new List<string>();
        WireTypes.Check(document.RootElement, type, type, faults, used ?? []);
        return faults;
    }

    private static List<string> FaultsOfStream(Protocol caller, string stream, HashSet<string>? used = null)
    {
        var faults = new List<string>();
        foreach (var line in stream.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)))
        {
            using var data = JsonDocument.Parse(line["data: ".Length..]);
            var type = EventType(caller, data.RootElement);
            WireTypes.Check(data.RootElement, type, type, faults, used ?? []);
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_translated_answer_has_all_members(string upstream, string answer)
    {
        foreach (var (caller, translation) in TranslationsFrom(upstream, stream: false))
            NoFaults(FaultsOf(translation.Answer(answer), WholeType(caller)).Select(fault => $"{caller.Name}: {fault}"));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void The_events_of_a_translated_stream_have_all_members(string upstream, string stream)
    {
        foreach (var (caller, translation) in TranslationsFrom(upstream, stream: true))
        {
            var translated = translation.Stream(stream);
            Assert.Contains("data: {", translated, StringComparison.Ordinal);
            NoFaults(FaultsOfStream(caller, translated).Select(fault => $"{caller.Name}: {fault}"));
        }
    }

    /// <summary>The recorded answers reach each kind of event, item and block that the translations write.</summary>
    [Fact]
    public void All_that_the_translations_write_was_looked_at()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Streams)
        foreach (var (caller, translation) in TranslationsFrom((string)row[0], stream: true))
            FaultsOfStream(caller, translation.Stream((string)row[1]), used);
        string[] elsewhere = ["Event.error", "Event.response.failed", "MessageEvent.error", "Item.", "Part.", "Tool.web_search"];
        Assert.Empty(
            WireTypes
                .Names.Where(name =>
                    name.Contains("Event.", StringComparison.Ordinal) || name.StartsWith("Block", StringComparison.Ordinal)
                )
                .Concat(WireTypes.Names.Where(name => name.StartsWith("Item.", StringComparison.Ordinal)))
                .Except([.. used, .. elsewhere])
        );
    }

    [Fact]
    public void A_stream_that_is_put_together_has_all_members()
    {
        Assert.Null(
            StreamedAnswer.Assemble(
                Protocol.Chat,
                Encoding.UTF8.GetBytes(Recorded.ChatStreamCut),
                error => StreamBreak.UpstreamError(error, "m"),
                out var whole
            )
        );
        NoFaults(FaultsOf(Encoding.UTF8.GetString(whole), "Completion"));
    }

    [Theory]
    [InlineData("openai-chat", """{"choices":[]}""", "ChatUsage")]
    [InlineData("openai-embeddings", """{"data":[]}""", "EmbeddingUsage")]
    [InlineData("openai-completions", """{"usage":null}""", "ChatUsage")]
    [InlineData("openai-responses", """{"usage":{}}""", "ResponseUsage")]
    [InlineData("anthropic-messages", """{"usage":{}}""", "MessageUsage")]
    public void A_usage_of_ours_has_all_members(string protocol, string answer, string type)
    {
        var json = Encoding.UTF8.GetBytes(answer);
        var counted = Splice.Into(json, UsageCostWriter.For(Protocols[protocol]).CostsIn(json, Bill));
        using var document = JsonDocument.Parse(counted);
        NoFaults(FaultsOf(document.RootElement.GetProperty("usage").GetRawText(), type));
    }

    [Fact]
    public void A_usage_chunk_of_ours_has_all_members()
    {
        const string chunk =
            """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]}""";
        var made = Encoding.UTF8.GetString(UsageCostWriter.ChunkLike(Encoding.UTF8.GetBytes(chunk + "\n\n"), Bill));
        Assert.Contains("\"prompt_tokens_details\":{\"cached_tokens\":3,\"cache_write_tokens\":2}", made, StringComparison.Ordinal);
        NoFaults(FaultsOfStream(Protocol.Chat, made));
    }

    public static TheoryData<string> Errors { get; } = ["chat", "responses", "messages"];

    private static ErrorWriter Writer => new(Options.Create(new PublicAddresses()));

    [Theory]
    [MemberData(nameof(Errors))]
    public void The_error_in_a_stream_has_all_members_whatever_it_is(string caller)
    {
        var (dialect, protocol) = caller switch
        {
            "chat" => (Dialect.OpenAI, Protocol.Chat),
            "responses" => (Dialect.Responses, Protocol.Responses),
            _ => (Dialect.Anthropic, Protocol.Messages),
        };
        ApiError[] all =
        [
            ApiErrors.UpstreamTimeout(),
            ApiErrors.CreditExhaustedMidStream(),
            ApiErrors.InvalidRequest("No.", "input"),
            ApiErrors.UpstreamFailed("broke off"),
            ApiErrors.UpstreamFailed("is busy") with
            {
                Status = 429,
                UpstreamCode = "slow_down",
                RetryAfter = TimeSpan.FromSeconds(2),
            },
        ];
        foreach (var error in all)
        {
            var sent = Encoding.UTF8.GetString(
                Writer.ToStreamEvent(new FailedStream(dialect, "req_1", DateTimeOffset.UnixEpoch, "m", json => Echo().Write(json)), error)
            );
            NoFaults(FaultsOfStream(protocol, sent));
        }
    }

    private static ResponseEcho Echo() => ResponseEcho.From(Encoding.UTF8.GetBytes(Request(Protocol.Responses, stream: true)), "resp_0");

    [Theory]
    [InlineData("/v1/chat/completions", "ErrorBody")]
    [InlineData("/v1/responses", "ErrorBody")]
    [InlineData("/v1/messages", "MessageEvent.error")]
    public async Task An_error_has_all_members(string path, string type)
    {
        var http = Http();
        http.Request.Path = path;
        await Writer.WriteAsync(http, ApiErrors.UpstreamTimeout());
        NoFaults(FaultsOf(Body(http), type));
    }

    [Fact]
    public async Task Models_have_all_members()
    {
        var http = Http();
        await ModelsAnswer.WriteListAsync(http.Response, [Sold], forCodex: false);
        NoFaults(FaultsOf(Body(http), "Models"));
        http = Http();
        await ModelsAnswer.WriteOneAsync(http.Response, Sold, Dialect.OpenAI);
        NoFaults(FaultsOf(Body(http), "Model"));
        http = Http();
        await ModelsAnswer.WritePageAsync(http.Response, new ModelsPage([Sold], HasMore: false));
        NoFaults(FaultsOf(Body(http), "MessageModels"));
        http = Http();
        await ModelsAnswer.WriteOneAsync(http.Response, Sold, Dialect.Anthropic);
        NoFaults(FaultsOf(Body(http), "MessageModel"));
    }

    [Fact]
    public void Items_of_a_kept_response_have_all_members() =>
        NoFaults(
            FaultsOf(
                Encoding.UTF8.GetString(
                    InputItems
                        .Page(
                            "resp_1",
                            Encoding.UTF8.GetBytes(
                                """
                                [{"role":"user","content":"Hi"},{"role":"assistant","content":"Hi"},{"role":"assistant","content":[{"type":"output_text","text":"x"}]},
                                 {"role":"user","content":[{"type":"input_text","text":"x"},{"type":"input_image","image_url":"data:,"}]},
                                 {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"x"},
                                 {"type":"custom_tool_call","call_id":"d","name":"f","input":""},
                                 {"type":"custom_tool_call_output","call_id":"d","output":[{"type":"input_image","image_url":"data:,"}]},{"type":"reasoning","summary":[]}]
                                """
                            ),
                            new QueryFeature(new FeatureCollection { [typeof(IHttpRequestFeature)] = new HttpRequestFeature() }).Query
                        )
                        .Value!
                ),
                "InputItems"
            )
        );

    [Theory]
    [InlineData("""{"type":"response.new"}""", "@Event is of a type without a row: Event.response.new")]
    [InlineData("""{"type":"response.created"}""", "@Event.sequence_number is missing,@Event.response is missing")]
    [InlineData(
        """{"type":"error","sequence_number":1.5,"code":null,"message":null,"param":null}""",
        "@Event.sequence_number is 1.5, not integer,@Event.message is null, not string"
    )]
    public void The_table_finds_what_is_wrong(string json, string faults) =>
        Assert.Equal(faults, string.Join(',', FaultsOf(json, "@Event")));

    private static DefaultHttpContext Http() => new() { TraceIdentifier = "req_1", Response = { Body = new MemoryStream() } };

    private static string Body(HttpContext http) => Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
}
