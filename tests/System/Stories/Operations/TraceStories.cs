using System.Net;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>One request is one trace, from its arrival to the ledger; work that no request caused makes none.</summary>
[Collection(PlatformCollection.Name)]
public sealed class TraceStories(PlatformFixture platform)
{
    private const string Model = "gpt-4.1-mini";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_request_is_one_trace_from_its_arrival_to_the_ledger(bool stream)
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).StreamAsync(Chat.Body(Model, stream: stream));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.ReadToTheEndAsync();
        var trace = Assert.Single(await person.UsageAsync(1)).TraceId!;
        // Redis's own spans come last: they are gathered for ten seconds.
        var spans = await TraceAsync(
            trace,
            tree =>
                tree.Any(span => span.Name == "book usage record")
                && tree.Any(span => span.Service == "fakeupstream")
                && Calls(tree, "till admit").Any()
                && Calls(tree, "till settle").Any()
        );

        var server = Assert.Single(spans, span => span.ParentId == "");
        Assert.Equal(("gateway", "POST /v1/chat/completions", SpanKind.Server), (server.Service, server.Name, server.Kind));
        var key = Below(server, "key");
        var verify = Below(Below(key, "POST"), "POST /keys/verify");
        Assert.Equal(("accounts", SpanKind.Server), (verify.Service, verify.Kind));
        Assert.Contains(spans, span => span.ParentId == verify.SpanId && span.Source == "Npgsql");
        Assert.Equal("redis", Below(Below(server, "admit"), "till admit").Attributes["db.system.name"]);

        var attempt = Below(server, $"chat {Model}");
        Assert.Equal(SpanKind.Client, attempt.Kind);
        Assert.Equal(
            ("chat", "openai", Model, "localhost", "stop"),
            (
                attempt.Attributes["gen_ai.operation.name"],
                attempt.Attributes["gen_ai.provider.name"],
                attempt.Attributes["gen_ai.request.model"],
                attempt.Attributes["server.address"],
                attempt.Attributes["gen_ai.response.finish_reasons"]
            )
        );
        Assert.True(int.Parse(attempt.Attributes["gen_ai.usage.output_tokens"], null) > 0);
        Assert.Equal(
            ("fakeupstream", SpanKind.Server),
            (Below(Below(attempt, "POST"), "POST /v1/chat/completions").Service, SpanKind.Server)
        );

        Assert.Equal(SpanKind.Client, Below(server, "till settle").Kind);
        var posted = Below(server, "book usage record");
        Assert.Equal(
            ("usage", SpanKind.Consumer, response.RequestId()),
            (posted.Service, posted.Kind, posted.Attributes["platform.request_id"])
        );
        ExpectLinked(posted, "book usage", "Npgsql");
        ExpectLinked(spans.Single(span => span.Name == "till admit"), "till call", "OpenTelemetry.Instrumentation.StackExchangeRedis");
        ExpectLinked(spans.Single(span => span.Name == "till settle"), "till call", "OpenTelemetry.Instrumentation.StackExchangeRedis");

        OtlpSpan Below(OtlpSpan parent, string name) => Assert.Single(spans, span => span.ParentId == parent.SpanId && span.Name == name);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_the_attempts_error_and_no_exception_of_the_gateways()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).StreamAsync(Chat.Body(Model, stream: true), "tokens=200, cut=6");
        var (_, broke) = await response.ReadToTheEndAsync();
        Assert.True(broke);
        var record = Assert.Single(await person.UsageAsync(1));
        var spans = await TraceAsync(record.TraceId!, tree => tree.Any(span => span.Kind == SpanKind.Server && span.Service == "gateway"));

        var attempt = Assert.Single(spans, span => span.Name == $"chat {Model}");
        Assert.Equal((true, "upstream_error"), (attempt.IsError, attempt.Attributes["error.type"]));
        var server = Assert.Single(spans, span => span.ParentId == "");
        Assert.Equal((false, "upstream_error"), (server.IsError, server.Attributes["error.type"]));
        Assert.Empty(server.Events);
    }

    /// <summary>The services look at Redis and PostgreSQL many times a second, and are asked how they are.</summary>
    [Fact]
    public async Task Work_that_finds_nothing_to_do_makes_no_trace()
    {
        await platform.HealthyAsync("gateway", default);
        // Spans of the stories before this one may still arrive.
        var received = await ReceivedIn13SecondsAsync();
        for (var more = 0; more < 3 && received.Count > 0; more++)
            received = await ReceivedIn13SecondsAsync();
        Assert.Empty(received);
    }

    /// <summary>Longer than Redis's spans are gathered.</summary>
    private async Task<IReadOnlyList<OtlpSpan>> ReceivedIn13SecondsAsync()
    {
        var before = platform.Telemetry.Received;
        await Task.Delay(TimeSpan.FromSeconds(13));
        return [.. platform.Telemetry.Spans.TakeLast(platform.Telemetry.Received - before)];
    }

    private void ExpectLinked(OtlpSpan span, string batchName, string below)
    {
        var batch = Assert.Single(
            platform.Telemetry.Spans,
            batch => batch.Name == batchName && span.Links.Contains((batch.TraceId, batch.SpanId))
        );
        Assert.Equal("", batch.ParentId);
        Assert.NotEqual(span.TraceId, batch.TraceId);
        Assert.Contains(batch.Links, link => link.TraceId == span.TraceId);
        Assert.Contains(platform.Telemetry.Spans, child => child.ParentId == batch.SpanId && child.Source == below);
    }

    /// <summary>Redis's own spans of the call that carried a step.</summary>
    private IEnumerable<OtlpSpan> Calls(IEnumerable<OtlpSpan> trace, string step) =>
        platform.Telemetry.Spans.Where(redis =>
            redis.Name.StartsWith("EVAL", StringComparison.Ordinal)
            && trace.Any(span => span.Name == step && span.Links.Any(link => link.SpanId == redis.ParentId))
        );

    private async Task<IReadOnlyList<OtlpSpan>> TraceAsync(string id, Func<IReadOnlyList<OtlpSpan>, bool> isWhole)
    {
        IReadOnlyList<OtlpSpan> trace = [];
        await Eventually.TrueAsync(
            () => Task.FromResult(isWhole(trace = [.. platform.Telemetry.Spans.Where(span => span.TraceId == id)])),
            () => "the whole trace; there is " + string.Join(", ", trace)
        );
        return trace;
    }
}
