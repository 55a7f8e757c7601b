using System.Diagnostics;
using System.Text.Json;
using Platform.Contracts;
using Platform.Tests.Unit.Gateway.Telemetry;
using Platform.Usage.Intake;
using Xunit;

namespace Platform.Tests.Unit.Usage.Intake;

/// <summary>The posting of a batch, in the traces of the requests that are in it.</summary>
public sealed class PostingTraceTests
{
    private static UsageEvent TracedBy(Activity request) => Events.Good with { TraceParent = request.Id };

    [Fact]
    public void Each_record_is_posted_in_its_requests_trace_and_linked_with_the_batch()
    {
        using var listener = new Listening();
        listener.Root.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        var second = Events.Attempt with { Number = 2 };
        Activity.Current = null;
        using (
            var trace = PostingTrace.Start([
                Events.Read(TracedBy(listener.Root) with { Attempts = [Events.Attempt, second] }),
                Events.Read(Events.Good),
            ])!
        )
            trace.Posted();

        var batch = Assert.Single(listener.Linked);
        Assert.Equal(
            ("book usage", ActivityKind.Internal, default, ActivityStatusCode.Unset),
            (batch.DisplayName, batch.Kind, batch.ParentSpanId, batch.Status)
        );
        Assert.Equal("platform.usage.events=2", Listening.Tags(batch));
        Assert.Equal([1, 2], listener.Ended.Select(record => record.GetTagItem("platform.attempt")));
        Assert.All(
            listener.Ended,
            record =>
            {
                Assert.Equal(
                    ("book usage record", ActivityKind.Consumer, listener.Root.SpanId),
                    (record.DisplayName, record.Kind, record.ParentSpanId)
                );
                Assert.Equal(batch.Context, Assert.Single(record.Links).Context);
                Assert.Equal((batch.StartTimeUtc, "req_1"), (record.StartTimeUtc, record.GetTagItem("platform.request_id")));
            }
        );
    }

    [Fact]
    public void A_batch_that_was_not_posted_is_an_error_without_spans_of_records()
    {
        using var listener = new Listening();
        listener.Root.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        Activity.Current = null;
        PostingTrace.Start([Events.Read(TracedBy(listener.Root))])!.Dispose();

        Assert.Equal(ActivityStatusCode.Error, Assert.Single(listener.Linked).Status);
        Assert.Empty(listener.Ended);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]
    public void An_event_that_nobody_traces_is_posted_without_a_span_of_its_own(string traceParent)
    {
        using var listener = new Listening();
        Activity.Current = null;
        using (var trace = PostingTrace.Start([Events.Read(Events.Good with { TraceParent = traceParent })])!)
            trace.Posted();
        Assert.Empty(listener.Ended);
    }

    [Fact]
    public void An_event_has_a_traceparent_only_where_there_is_one()
    {
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var without = JsonSerializer.Serialize(Events.Good, ContractsJson.Default.UsageEvent);
        var with = JsonSerializer.Serialize(Events.Good with { TraceParent = Parent }, ContractsJson.Default.UsageEvent);

        Assert.DoesNotContain("traceParent", without, StringComparison.Ordinal);
        Assert.Equal(without[..^1] + $",\"traceParent\":\"{Parent}\"}}", with);
        Assert.Null(Events.Read(without).Event!.TraceParent);
        Assert.Equal(Parent, Events.Read(with).Event!.TraceParent);
    }
}
