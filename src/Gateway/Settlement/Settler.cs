using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Journey;

namespace Platform.Gateway.Settlement;

/// <summary>
/// Step 7: hold -> charge or release, together with the usage event. It runs however the request ended, under no token of the
/// client's; what Redis does not take goes to the <see cref="Journal"/>.
/// </summary>
public sealed class Settler(TillSettlement till, Journal journal, LiveLeases live)
{
    private const int MostClientLength = 200;

    public async ValueTask SettleAsync(Call call)
    {
        var usage = Describe(call);
        var settlement = new PendingSettlement(
            usage.AccountId, usage.BudgetId, usage.RequestId, usage.Charge, JsonSerializer.SerializeToUtf8Bytes(usage, ContractsJson.Default.UsageEvent));
        GatewayTelemetry.Settled(usage);
        if (!await till.TrySettleAsync(settlement))
            await journal.KeepAsync(settlement);
        live.End(call);
    }

    private static UsageEvent Describe(Call call) => new(
        call.RequestId, call.Key!.AccountId, call.Key.Id, call.Key.BudgetId, call.Http.Request.Path, call.Model!.Id, call.Request!.Stream,
        call.StartedAt, (long)call.Elapsed.TotalMilliseconds, call.FirstByteMs, Client(call.Http.Request), call.TraceId, call.Lease!.Hold,
        call.Attempts);

    private static string? Client(HttpRequest request) => request.Headers.UserAgent.ToString() switch
    {
        "" => null,
        { Length: > MostClientLength } agent => agent[..MostClientLength],
        var agent => agent,
    };
}
