using System.Text;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Telemetry;
using Platform.Gateway.Telemetry.Messages;
using Platform.Tests.Unit.Gateway.Forwarding;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Telemetry.Messages;

/// <summary>Messages are on a span where a developer asked for them, and nowhere else.</summary>
public sealed class MessageCaptureTests
{
    private const string Body = """{"model":"ours","messages":[{"role":"user","content":"Hi"}]}""";

    [Theory]
    [InlineData("Development", true, true)]
    [InlineData("Development", false, false)]
    [InlineData("Production", true, false)]
    [InlineData("Staging", true, false)]
    [InlineData("Test", true, false)]
    public void They_are_captured_in_Development_only_and_only_if_asked_for(string environment, bool setting, bool expected)
    {
        var capture = Capture(environment, setting);
        Assert.Equal(expected, capture.IsOn);

        using var listener = new Listening();
        var attempt = Exchanges.Attempt(Protocol.Chat, "m", Body);
        using (var span = AttemptTelemetry.Start(attempt))
        {
            capture.Begin(attempt.Protocol, attempt.Meter, span, Encoding.UTF8.GetBytes(Body));
            attempt.Meter.ReadEvent(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\n"u8
            );
            attempt.Meter.ReadEvent("data: [DONE]\n\n"u8);
            MessageCapture.End(attempt.Protocol, attempt.Meter, span);
        }

        Assert.Equal(expected, attempt.Meter.Copy is not null);
        var ended = Assert.Single(listener.Ended);
        Assert.Equal(
            expected ? """[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]""" : null,
            ended.GetTagItem("gen_ai.input.messages")
        );
        Assert.Equal(
            expected ? """[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]""" : null,
            ended.GetTagItem("gen_ai.output.messages")
        );
        Assert.Null(ended.GetTagItem("gen_ai.system_instructions"));
    }

    [Theory]
    [InlineData("""{"messages":5}""", "[]")]
    [InlineData("""{"messages":[5,{"content":[7]}]}""", """[{"role":"user","parts":[]},{"role":"user","parts":[{"type":"unknown"}]}]""")]
    [InlineData("no json", null)]
    public void What_cannot_be_read_is_not_shown_and_fails_nothing(string body, string? expected)
    {
        using var listener = new Listening();
        var attempt = Exchanges.Attempt(Protocol.Chat, "m", Body);
        using (var span = AttemptTelemetry.Start(attempt))
        {
            Capture("Development", true).Begin(attempt.Protocol, attempt.Meter, span, Encoding.UTF8.GetBytes(body));
            attempt.Meter.ReadAnswer("no json either"u8);
            MessageCapture.End(attempt.Protocol, attempt.Meter, span);
        }

        Assert.Equal(expected, Assert.Single(listener.Ended).GetTagItem("gen_ai.input.messages"));
    }

    [Fact]
    public void They_are_not_asked_for_by_default() => Assert.False(new TelemetryOptions().CaptureMessages);

    [Fact]
    public void Where_nobody_listens_nothing_is_kept()
    {
        var attempt = Exchanges.Attempt(Protocol.Chat, "m", Body);
        Capture("Development", true).Begin(attempt.Protocol, attempt.Meter, null, Encoding.UTF8.GetBytes(Body));
        Assert.Null(attempt.Meter.Copy);
    }

    private static MessageCapture Capture(string environment, bool setting) =>
        new(Options.Create(new TelemetryOptions { CaptureMessages = setting }), new Environment(environment));

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
