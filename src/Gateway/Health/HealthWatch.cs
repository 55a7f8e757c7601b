using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Gateway.Upstreams;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Health;

/// <summary>
/// Tries what is down and due: one gateway at a time claims an upstream, asks it for its models, and where it answers lets a few requests
/// through, first those of <see cref="IOperatorProbe"/>. And it asks upstreams whether they refuse a credential that a request of theirs was refused with.
/// </summary>
internal sealed partial class HealthWatch(
    HealthBoard board,
    UpstreamHealth health,
    HealthExchange exchange,
    UpstreamProbe probe,
    IOperatorProbe own,
    IOptions<HealthOptions> options,
    TimeProvider time,
    ILogger<HealthWatch> log
) : RepeatingService(time, log)
{
    /// <summary>How often it looks, and so how late at most something is tried.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long one gateway may try: beyond it another may, or the same one again.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long one may that has no request for it. It waits for a turn before, so that a gateway whose customers are refused goes first.
    /// </summary>
    public static readonly TimeSpan IdleTurn = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        HealthTelemetry.ReportStates(board, Time);
        HealthTelemetry.ReportRests(board, Time);
        HealthTelemetry.ReportBalances(board);
        return base.StartAsync(cancellationToken);
    }

    protected override Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        while (health.Doubts.TryRead(out var doubt))
            Run(board.Of(doubt.Upstream, doubt.Credential).Key + "?", () => AskAsync(doubt, cancellationToken));
        foreach (var tracked in board.All)
        {
            var (record, now) = (tracked.Record, Time.GetUtcNow());
            if (record.State is HealthState.Open or HealthState.OutOfCredit && IsOurs(tracked, record, now))
                Run(tracked.Key, () => TryAsync(tracked, tracked.IsWanted ? Turn : IdleTurn, cancellationToken));
            else if (tracked.Probes is { } begun && begun.IsOver(now))
                tracked.EndProbes(begun);
        }

        return Task.FromResult(Interval);
    }

    private static bool IsOurs(Tracked tracked, HealthRecord record, DateTimeOffset now) =>
        tracked.Probes is null && record.IsDue(now) && (tracked.IsWanted || record.IsDue(now - Turn));

    /// <summary>Beside the others, so that one upstream that is silent keeps none of them waiting; never twice for the same thing.</summary>
    private void Run(string name, Func<Task> work)
    {
        if (running.TryGetValue(name, out var before) && !before.IsCompleted)
            return;
        running[name] = Task.Run(() => GuardAsync(work));
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is tried again at the next look.
            LogFailed(Log, e);
        }
    }

    private async Task TryAsync(Tracked tracked, TimeSpan turn, CancellationToken cancellationToken)
    {
        if (tracked.Upstream is not { } upstream || !await exchange.TryClaimAsync(tracked, turn))
            return;
        if (tracked is Circuit circuit)
        {
            var answer = await probe.AskAsync(upstream, upstream.Credentials[0], cancellationToken);
            if (!answer.IsReachable)
            {
                health.StayOpen(circuit, answer.StatusCode);
                return;
            }
        }

        var now = Time.GetUtcNow();
        var reservedUntil = own.IsOn ? now + turn / 2 : default;
        if (tracked.BeginProbes(tracked is Circuit ? options.Value.Probes : 1, now + turn, now, reservedUntil) is { } budget && own.IsOn)
            await TryByOwnAsync(tracked, upstream, budget, cancellationToken);
    }

    /// <summary>
    /// By requests of the operator's own, one after the other, so that no customer's meets an upstream that still fails. Where one shows
    /// nothing, the places that are left are the customers'; so they are after half of the turn, for an upstream that is slow.
    /// </summary>
    private async Task TryByOwnAsync(Tracked tracked, Upstream upstream, ProbeBudget budget, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Turn, Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (
                ReferenceEquals(tracked.Probes, budget)
                && CredentialFor(tracked, upstream) is { } credential
                && budget.TryTakeReserved(Time.GetUtcNow())
            )
            {
                var place = tracked is Circuit ? new Probe(null, budget) : new Probe(budget, null);
                await own.SendAsync(upstream, credential, place, over.Token);
                if (place.Verdict is null)
                    place.Return();
                if (place.Verdict != CallVerdict.Answered)
                    return;
            }
        }
        finally
        {
            budget.ReservedUntil = default;
        }
    }

    /// <summary>The credential to try it with; null where another fault of the upstream would be found.</summary>
    private Credential? CredentialFor(Tracked tracked, Upstream upstream) =>
        tracked is Circuit ? upstream.Credentials.FirstOrDefault(each => board.Of(upstream, each).Look(Time) == Availability.Up)
        : board.Of(upstream).Look(Time) == Availability.Up
            ? upstream.Credentials.FirstOrDefault(each => ReferenceEquals(board.Of(upstream, each), tracked))
        : null;

    private async Task AskAsync(Doubt doubt, CancellationToken cancellationToken)
    {
        var isRefused = false;
        try
        {
            var answer = await probe.AskAsync(doubt.Upstream, doubt.Credential, cancellationToken);
            // Where the upstream does not say, a 401 is believed: it is about the credential by its meaning, a 403 may be about the request.
            isRefused = answer.Meaning switch
            {
                ProbeMeaning.Refused => true,
                ProbeMeaning.Answered => false,
                _ => doubt.StatusCode == StatusCodes.Status401Unauthorized,
            };
        }
        finally
        {
            health.Settle(doubt, isRefused);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An upstream cannot be tried; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
