using System.Diagnostics;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>
/// The traces of admissions and settlements. A step is a span of its request. The call that carries it belongs to several requests, so it
/// is a trace of its own, linked with the steps in both directions. Redis's own span is below the call.
/// </summary>
internal static class TillTelemetry
{
    public static ActivitySource Source { get; } = new("Platform.Till");

    /// <summary>Sends a step, and waits for its answer in a span of its request.</summary>
    public static async Task<TAnswer> TraceAsync<TAnswer>(TillStep<TAnswer> step, TillQueue queue)
    {
        using var span = step.Span = Source.StartActivity($"till {step.Name}", ActivityKind.Client);
        span?.SetTag("db.system.name", "redis");
        span?.SetTag("db.stored_procedure.name", step.Name);
        try
        {
            return await queue.SendAsync(step);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            span?.SetTag("error.type", e.GetType().FullName);
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>The call that carries some steps, none of which is its parent. Null where none of them is recorded.</summary>
    public static Activity? StartCall(TillStep[] steps)
    {
        if (!Source.HasListeners())
            return null;
        Activity.Current = null;
        var recorded = steps.Select(static step => step.Span).Where(static span => span is { Recorded: true }).ToArray();
        if (recorded.Length == 0)
            return null;
        var call = Source.StartActivity(
            "till call",
            ActivityKind.Internal,
            default(ActivityContext),
            [new("db.operation.batch.size", steps.Length)],
            recorded.Select(static span => new ActivityLink(span!.Context))
        );
        if (call is not null)
            foreach (var span in recorded)
                span!.AddLink(new ActivityLink(call.Context));
        return call;
    }
}
