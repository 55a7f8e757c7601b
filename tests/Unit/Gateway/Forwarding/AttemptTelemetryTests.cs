using System.Diagnostics;
using System.Text;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;
using Platform.Tests.Unit.Gateway.Telemetry;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>
/// An attempt's span and metrics as the GenAI conventions have them (docs/gen-ai/gen-ai-spans.md, gen-ai-metrics.md, openai.md).
/// </summary>
public sealed class AttemptTelemetryTests
{
    private const string Address = "server.address=api.example.com server.port=443";
    private const string Platform = "platform.upstream=primary platform.credential=default platform.sticky_source=only platform.attempt=1";

    public static TheoryData<string, string, string, string, string> Whole { get; } =
        new()
        {
            {
                "/chat/completions",
                """{"model":"ours","messages":["x"],"max_tokens":50,"n":2}""",
                """{"id":"chatcmpl-1","model":"m-2026","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"},{"index":1,"message":{"content":"Hi"},"finish_reason":"length"}],"usage":{"prompt_tokens":19,"completion_tokens":39,"prompt_tokens_details":{"cached_tokens":7,"cache_write_tokens":5},"completion_tokens_details":{"reasoning_tokens":3}}}""",
                "chat",
                $"gen_ai.provider.name=openai gen_ai.request.model=m1 {Address} {Platform} openai.api.type=chat_completions gen_ai.request.max_tokens=50 gen_ai.request.choice.count=2 "
                    + "gen_ai.response.id=chatcmpl-1 gen_ai.response.model=m-2026 gen_ai.response.finish_reasons=stop,length gen_ai.usage.input_tokens=19 gen_ai.usage.output_tokens=39 "
                    + "gen_ai.usage.cache_read.input_tokens=7 gen_ai.usage.cache_creation.input_tokens=5 gen_ai.usage.reasoning.output_tokens=3 platform.outcome=Completed platform.charge_nano_usd=97"
            },
            {
                "/responses",
                """{"model":"ours","input":"Hi","max_output_tokens":9}""",
                """{"id":"resp_1","model":"m-2026","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]}],"usage":{"input_tokens":4,"output_tokens":9}}""",
                "chat",
                $"gen_ai.provider.name=openai gen_ai.request.model=m2 {Address} {Platform} openai.api.type=responses gen_ai.request.max_tokens=9 "
                    + "gen_ai.response.id=resp_1 gen_ai.response.model=m-2026 gen_ai.response.finish_reasons=max_output_tokens gen_ai.usage.input_tokens=4 gen_ai.usage.output_tokens=9 "
                    + "platform.outcome=Completed platform.charge_nano_usd=22"
            },
            {
                "/messages",
                """{"model":"ours","max_tokens":50,"messages":["x"]}""",
                """{"id":"msg_1","type":"message","model":"m-2026","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":4,"cache_read_input_tokens":6,"output_tokens":2}}""",
                "chat",
                $"gen_ai.provider.name=anthropic gen_ai.request.model=m3 {Address} {Platform} gen_ai.request.max_tokens=50 "
                    + "gen_ai.response.id=msg_1 gen_ai.response.model=m-2026 gen_ai.response.finish_reasons=end_turn gen_ai.usage.input_tokens=10 gen_ai.usage.output_tokens=2 "
                    + "gen_ai.usage.cache_read.input_tokens=6 platform.outcome=Completed platform.charge_nano_usd=14"
            },
            {
                "/completions",
                """{"model":"ours","prompt":"Hi","max_tokens":5}""",
                """{"id":"cmpl-1","model":"m-2026","choices":[{"index":0,"text":"Hi","finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""",
                "text_completion",
                $"gen_ai.provider.name=openai gen_ai.request.model=m4 {Address} {Platform} gen_ai.request.max_tokens=5 "
                    + "gen_ai.response.id=cmpl-1 gen_ai.response.model=m-2026 gen_ai.response.finish_reasons=stop gen_ai.usage.input_tokens=1 gen_ai.usage.output_tokens=2 "
                    + "platform.outcome=Completed platform.charge_nano_usd=5"
            },
            {
                "/embeddings",
                """{"model":"ours","input":"Hi"}""",
                """{"object":"list","model":"m-2026","data":[{"embedding":[0.5]}],"usage":{"prompt_tokens":3,"total_tokens":3}}""",
                "embeddings",
                $"gen_ai.provider.name=openai gen_ai.request.model=m5 {Address} {Platform} "
                    + "gen_ai.response.model=m-2026 gen_ai.usage.input_tokens=3 platform.outcome=Completed platform.charge_nano_usd=3"
            },
            {
                "/messages/count_tokens",
                """{"model":"ours","messages":["x"]}""",
                """{"input_tokens":8}""",
                "count_tokens",
                $"gen_ai.provider.name=anthropic gen_ai.request.model=m6 {Address} {Platform} platform.outcome=Completed platform.charge_nano_usd=0"
            },
        };

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task A_whole_answer_is_a_client_span_named_by_operation_and_model(
        string path,
        string body,
        string answer,
        string operation,
        string expected
    )
    {
        var protocol = Protocol.All.Single(protocol => protocol.Path == path);
        var model = expected[(expected.IndexOf("model=", StringComparison.Ordinal) + 6)..][..2];
        using var listener = new Listening(model);
        var attempt = Exchanges.Attempt(protocol, model, body);
        await FinishAsync(attempt, null, meter => meter.ReadAnswer(Encoding.UTF8.GetBytes(answer)));

        var span = Assert.Single(listener.Ended);
        Assert.Equal(
            ($"{operation} {model}", ActivityKind.Client, ActivityStatusCode.Unset, listener.Root.SpanId),
            (span.DisplayName, span.Kind, span.Status, span.ParentSpanId)
        );
        Assert.Equal($"gen_ai.operation.name={operation} {expected}", Listening.Tags(span));
    }

    [Fact]
    public async Task A_stream_that_broke_is_an_error_by_its_code_and_has_the_time_to_its_first_chunk()
    {
        using var listener = new Listening("broke");
        var attempt = Exchanges.Attempt(Protocol.Chat, "broke", """{"model":"ours","messages":["x"],"stream":true}""");
        await FinishAsync(
            attempt,
            new UpstreamFailure(ApiErrors.UpstreamTimeout(), TryNext: true),
            meter =>
            {
                attempt.NoteFirstByte();
                meter.ReadEvent(
                    "data: {\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"12345678\"}}]}\n\n"u8
                );
            },
            new UpstreamResponse(200) { Stream = new MeteredStream(Stream.Null, null!, attempt.Meter) }
        );

        var span = Assert.Single(listener.Ended);
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
        Assert.Equal("upstream_timeout", span.GetTagItem("error.type"));
        Assert.Equal(true, span.GetTagItem("gen_ai.request.stream"));
        Assert.Equal("c1", span.GetTagItem("gen_ai.response.id"));
        var first = (double)span.GetTagItem("gen_ai.response.time_to_first_chunk")!;
        Assert.Equal(
            first,
            Assert.Single(listener.Measurements, measured => measured.Name == "gen_ai.client.operation.time_to_first_chunk").Value
        );
        Assert.EndsWith(
            "error.type=upstream_timeout",
            Assert.Single(listener.Measurements, measured => measured.Name == "gen_ai.client.operation.duration").Tags,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_client_that_went_away_is_no_error_of_the_upstreams()
    {
        using var listener = new Listening();
        var gone = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestAborted = new CancellationToken(true) };
        await FinishAsync(
            Exchanges.Attempt(Exchanges.For(Protocol.Chat, """{"model":"ours","messages":["x"]}""", gone)),
            null,
            static _ => { }
        );

        var span = Assert.Single(listener.Ended);
        Assert.Equal((ActivityStatusCode.Unset, "client_disconnected"), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Tokens_and_duration_are_histograms_with_the_conventions_attributes_and_buckets()
    {
        using var listener = new Listening("measured");
        await FinishAsync(
            Exchanges.Attempt(Protocol.Chat, "measured", """{"model":"ours","messages":["x"]}"""),
            null,
            meter =>
                meter.ReadAnswer(
                    """{"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":19,"completion_tokens":39}}"""u8
                )
        );

        const string Tags = $"gen_ai.operation.name=chat gen_ai.provider.name=openai gen_ai.request.model=measured {Address}";
        Assert.Equal(
            [(19, Tags + " gen_ai.token.type=input"), (39, Tags + " gen_ai.token.type=output")],
            listener
                .Measurements.Where(measured => measured is { Name: "gen_ai.client.token.usage", Kind: "Histogram {token}" })
                .Select(measured => (measured.Value, measured.Tags))
        );
        var tokens = listener.Measurements.First(measured => measured.Name == "gen_ai.client.token.usage");
        Assert.Equal([1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864], tokens.Buckets);
        var duration = Assert.Single(
            listener.Measurements,
            measured => measured is { Name: "gen_ai.client.operation.duration", Kind: "Histogram s" }
        );
        Assert.Equal(Tags, duration.Tags);
        Assert.Equal([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92], duration.Buckets);
    }

    [Fact]
    public async Task An_embedding_has_no_tokens_of_output()
    {
        using var listener = new Listening("embedded");
        await FinishAsync(
            Exchanges.Attempt(Protocol.Embeddings, "embedded", """{"model":"ours","input":"Hi"}"""),
            null,
            meter => meter.ReadAnswer("""{"data":[{"embedding":[0.5]}],"usage":{"prompt_tokens":3}}"""u8)
        );
        Assert.Single(
            listener.Measurements,
            measured => measured.Name == "gen_ai.client.token.usage" && measured.Tags.EndsWith("=input", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(listener.Measurements, measured => measured.Tags.EndsWith("=output", StringComparison.Ordinal));
    }

    [Fact]
    public void An_upstream_may_have_the_name_of_its_vendor()
    {
        using var listener = new Listening();
        var upstream = new Upstream("mine", new UpstreamOptions { BaseUrl = "http://mine:8080/v1", Provider = "azure.ai.openai" });
        AttemptTelemetry
            .Start(Exchanges.Attempt(Exchanges.For(Protocol.Chat, """{"model":"ours","messages":["x"]}""", upstreamModel: "m"), upstream))!
            .Dispose();
        Assert.StartsWith(
            "gen_ai.operation.name=chat gen_ai.provider.name=azure.ai.openai gen_ai.request.model=m server.address=mine server.port=8080 ",
            Listening.Tags(Assert.Single(listener.Ended)),
            StringComparison.Ordinal
        );
    }

    private static async Task FinishAsync(
        UpstreamAttempt attempt,
        UpstreamFailure? failure,
        Action<AnswerMeter> answer,
        UpstreamResponse? response = null
    )
    {
        using var span = AttemptTelemetry.Start(attempt);
        answer(attempt.Meter);
        AttemptTelemetry.Concluded(attempt, response, await attempt.ConcludeAsync(response, failure), span);
    }
}
