using System.Diagnostics;
using Platform.Gateway.Forwarding;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class TraceOnlyPropagatorTests
{
    [Fact]
    public void An_upstream_learns_the_trace_and_nothing_that_the_caller_said_of_it()
    {
        using var span = new Activity("attempt") { TraceStateString = "theirs=1" };
        span.AddBaggage("customer", "42").Start();
        var sent = new List<(string, string)>();
        new TraceOnlyPropagator().Inject(span, null, (_, name, value) => sent.Add((name, value)));
        Assert.Equal([("traceparent", span.Id!)], sent);
    }
}
