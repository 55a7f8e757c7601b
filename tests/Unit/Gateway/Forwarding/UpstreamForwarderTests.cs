using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class UpstreamForwarderTests
{
    /// <summary>The request holds credit by then: without an outcome nobody would settle it.</summary>
    [Fact]
    public async Task An_exception_before_the_first_route_is_part_of_the_outcome()
    {
        var http = new DefaultHttpContext { Request = { Method = "POST", Path = "/v1/chat/completions" } };
        http.Features.Set<IHttpResponseFeature>(new Broken());
        var request = Exchanges.For(Protocol.Chat, """{"model":"m","messages":[1]}""", http).Request;
        var forwarder = new UpstreamForwarder(
            null!,
            null!,
            null!,
            null!,
            null!,
            Options.Create(new ForwardingOptions()),
            null!,
            null!,
            null!,
            null!,
            null!,
            null!,
            TimeProvider.System,
            NullLogger<UpstreamForwarder>.Instance
        );

        var outcome = await forwarder.ForwardAsync(request);

        // The ledger takes no event without an attempt.
        Assert.Equal(
            [(1, Outcome.Failed, "internal_error", Money.Zero)],
            outcome.Attempts.Select(attempt => (attempt.Number, attempt.Outcome, attempt.ErrorCode!, attempt.Charge))
        );
        Assert.Equal((false, "broken"), (outcome.IsWhole, outcome.Fault!.SourceException.Message));
    }

    private sealed class Broken : HttpResponseFeature
    {
        public override void OnStarting(Func<object, Task> callback, object state) => throw new InvalidOperationException("broken");
    }
}
