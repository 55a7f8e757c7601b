using Platform.Contracts;
using Platform.Gateway.Protocols;
using Platform.Gateway.Telemetry;
using Platform.Tests.Unit.Usage;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Telemetry;

/// <summary>A request's own metrics and what its server span says.</summary>
public sealed class RequestTelemetryTests
{
    private static UsageEvent Usage(string model, Attempt attempt) =>
        Events.Good with
        {
            Model = model,
            DurationMs = 2_000,
            FirstByteMs = 1_000,
            Attempts = [attempt],
        };

    [Fact]
    public void A_stream_is_measured_as_the_conventions_have_it_of_a_server()
    {
        using var listener = new Listening("served");
        RequestTelemetry.Ended(
            Usage("served", Events.Attempt with { Usage = new TokenUsage(10, 101) }),
            Protocol.Messages,
            "anthropic",
            null
        );

        const string Tags = "gen_ai.operation.name=chat gen_ai.provider.name=anthropic gen_ai.request.model=served";
        var measured = listener.Measurements.ToDictionary(measured => measured.Name);
        Assert.Equal(("Histogram s", 2.0, Tags), Of(measured["gen_ai.server.request.duration"]));
        Assert.Equal(
            [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
            measured["gen_ai.server.request.duration"].Buckets
        );
        Assert.Equal(("Histogram s", 1.0, Tags), Of(measured["gen_ai.server.time_to_first_token"]));
        Assert.Equal(
            [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0],
            measured["gen_ai.server.time_to_first_token"].Buckets
        );
        Assert.Equal(("Histogram s", 0.01, Tags), Of(measured["gen_ai.server.time_per_output_token"]));
        Assert.Equal(
            [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5],
            measured["gen_ai.server.time_per_output_token"].Buckets
        );
        Assert.Equal(
            ("Counter {request}", 1.0, "gen_ai.request.model=served platform.outcome=Completed"),
            Of(measured["platform.gateway.requests"])
        );
        Assert.Equal(("Counter nUSD", 1_200_000.0, "gen_ai.request.model=served"), Of(measured["platform.gateway.charged"]));
    }

    [Fact]
    public void What_failed_has_its_code_and_no_time_to_a_first_token()
    {
        using var listener = new Listening("failed");
        var failed = Events.Attempt with { Outcome = Outcome.Failed, ErrorCode = "upstream_error", Charge = Money.Zero };
        RequestTelemetry.Ended(Usage("failed", failed), Protocol.Chat, "openai", null);

        Assert.Equal(
            "gen_ai.operation.name=chat gen_ai.provider.name=openai gen_ai.request.model=failed error.type=upstream_error",
            Assert.Single(listener.Measurements, measured => measured.Name.StartsWith("gen_ai.server", StringComparison.Ordinal)).Tags
        );
    }

    [Theory]
    [InlineData("/chat/completions", "chat")]
    [InlineData("/responses", "chat")]
    [InlineData("/messages", "chat")]
    [InlineData("/completions", "text_completion")]
    [InlineData("/embeddings", "embeddings")]
    [InlineData("/messages/count_tokens", "count_tokens")]
    public void Every_metric_of_a_request_names_the_operation_of_its_protocol(string path, string operation)
    {
        var model = "op-" + path;
        using var listener = new Listening(model);
        RequestTelemetry.Ended(
            Usage(model, Events.Attempt with { Usage = new TokenUsage(10, 101) }),
            Protocol.All.Single(protocol => protocol.Path == path),
            "p",
            null
        );

        var named = listener
            .Measurements.Where(measured => measured.Name.StartsWith("gen_ai.server", StringComparison.Ordinal))
            .Select(measured => measured.Tags);
        Assert.Equal(Enumerable.Repeat($"gen_ai.operation.name={operation} gen_ai.provider.name=p gen_ai.request.model={model}", 3), named);
    }

    [Fact]
    public void The_server_span_names_the_request_and_is_none_of_GenAIs()
    {
        using var listener = new Listening();
        listener.Root.IsAllDataRequested = true;
        RequestTelemetry.Ended(Events.Good, Protocol.Chat, "openai", listener.Root);

        Assert.Equal(
            $"platform.request_id=req_1 platform.account_id={Events.Account} platform.key_id=key1 platform.charge_nano_usd=1200000 platform.outcome=Completed "
                + "gen_ai.operation.name=chat gen_ai.request.model=gpt-4.1-mini",
            Listening.Tags(listener.Root)
        );
    }

    private static (string, double, string) Of(Measured measured) => (measured.Kind, measured.Value, measured.Tags);
}
