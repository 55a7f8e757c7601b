using System.Diagnostics;
using Platform.Gateway.Telemetry;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>
/// What is asked of the till. A step is a span of its request; the call that carries it is several requests', so it is a trace of its own, linked
/// with the steps in both directions. Redis's own span is below the call.
/// </summary>
internal static class TillTelemetry
{
    /// <summary>The answer to a step, waited for in a span of its request.</summary>
    public static async Task<RedisResult> TraceAsync(TillStep step, Func<TillStep, Task<RedisResult>> carry)
    {
        using var span = step.Span = GatewayTelemetry.Source.StartActivity($"till {step.Name}", ActivityKind.Client);
        span?.SetTag("db.system.name", "redis");
        span?.SetTag("db.stored_procedure.name", step.Name);
        try
        {
            return await carry(step);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            span?.SetTag(GenAI.ErrorType, e.GetType().FullName);
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>The call that carries some steps, none of which is its parent. Null where none of them is recorded.</summary>
    public static Activity? StartCall(TillStep[] steps)
    {
        if (!GatewayTelemetry.Source.HasListeners())
            return null;
        Activity.Current = null;
        var recorded = steps.Select(static step => step.Span).Where(static span => span is { Recorded: true }).ToArray();
        if (recorded.Length == 0)
            return null;
        var call = GatewayTelemetry.Source.StartActivity(
            "till call", ActivityKind.Internal, default(ActivityContext), [new("db.operation.batch.size", steps.Length)],
            recorded.Select(static span => new ActivityLink(span!.Context)));
        if (call is not null)
            foreach (var span in recorded)
                span!.AddLink(new ActivityLink(call.Context));
        return call;
    }
}
