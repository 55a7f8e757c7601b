using System.Buffers.Binary;
using Platform.Contracts;

namespace Platform.Usage.Demo.History;

/// <summary>A request of the history before it is priced.</summary>
/// <param name="Id">Random bits of its request id.</param>
internal sealed record RequestDraft(
    DateTimeOffset At,
    DemoKey Key,
    HistoryModel Model,
    string Endpoint,
    TokenUsage Usage,
    long DurationMs,
    long? FirstByteMs,
    ulong Id,
    string? SessionId = null,
    Outcome Outcome = Outcome.Completed,
    string? ErrorCode = null,
    int StatusCode = 200
)
{
    private const int GatewayMs = 4;

    /// <summary>As the gateway would report it. What failed sent no token and is free.</summary>
    public UsageEvent ToEvent()
    {
        var usage = Outcome == Outcome.Failed ? TokenUsage.None : Usage;
        var charge = Model.Price.Cost(usage);
        var attempt = new Attempt(
            1,
            HistoryModel.Upstream,
            Model.Id,
            StatusCode,
            Outcome,
            ErrorCode,
            usage,
            Outcome == Outcome.Failed ? UsageSource.None
                : Outcome == Outcome.Completed ? UsageSource.Upstream
                : UsageSource.Counted,
            Model.Price,
            charge,
            DurationMs,
            FirstByteMs,
            StartMs: GatewayMs
        );
        return new UsageEvent(
            "req_" + IdAt(At, Id).ToString("N"),
            DemoAccount.Id,
            Key.Id,
            Key.Id,
            Endpoint,
            Model.Id,
            FirstByteMs is not null,
            At,
            DurationMs + GatewayMs,
            FirstByteMs + GatewayMs,
            Key.Client,
            null,
            Model.Price.Cost(Usage with { Output = 4 * Usage.Output, CachedInput = 0 }),
            [attempt],
            PlacedAt: At.AddMilliseconds(GatewayMs - 1),
            SessionId: SessionId
        );
    }

    /// <summary>A version 7 UUID of a moment, with bits that are given.</summary>
    public static Guid IdAt(DateTimeOffset at, ulong bits)
    {
        Span<byte> id = stackalloc byte[16];
        Guid.CreateVersion7(at).TryWriteBytes(id, bigEndian: true, out _);
        // The time, version and variant stay.
        (id[6], id[7]) = ((byte)(0x70 | (bits & 0x0F)), (byte)(bits >> 4));
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], bits);
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
