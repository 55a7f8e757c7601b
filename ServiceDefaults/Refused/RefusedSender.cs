using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts;

namespace Platform.ServiceDefaults.Refused;

/// <summary>
/// Tells Usage ten times a second what was refused. A batch that Usage does not take is sent again, as long as the queue behind it has room;
/// Usage keeps each request once.
/// </summary>
internal sealed class RefusedSender(
    RefusedQueue queue,
    IHttpClientFactory clients,
    IOptions<RefusedOptions> options,
    TimeProvider time,
    ILogger<RefusedSender> log
) : RepeatingService(time, log)
{
    /// <summary>The names of the clients.</summary>
    public const string Accounts = "refused-accounts",
        Usage = "refused-usage";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly KeyOwners owners = new(clients.CreateClient(Accounts), time);
    private readonly MinuteBudget accounts = new(options.Value.UnverifiedPerAccount, time);
    private IReadOnlyList<RefusedRequest> unsent = [];

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        if (unsent.Count == 0)
            unsent = await ReadAsync(all: false, cancellationToken);
        await SendAsync(cancellationToken);
        return Interval;
    }

    protected override async Task FinishAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        do
        {
            await SendAsync(limit.Token);
            unsent = await ReadAsync(all: true, limit.Token);
        } while (unsent.Count > 0);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in unsent.Chunk(RefusedRequest.MaxBatch))
        {
            using var response = await clients.CreateClient(Usage).PostAsJsonAsync(UsageRoutes.RefusedIntake, batch, cancellationToken);
            response.EnsureSuccessStatusCode();
        }

        unsent = [];
    }

    private async Task<IReadOnlyList<RefusedRequest>> ReadAsync(bool all, CancellationToken cancellationToken)
    {
        var taken = queue.Take(RefusedRequest.MaxBatch, all);
        if (taken.Count == 0)
            return [];
        var found = await OwnersAsync(taken.Where(refused => !refused.Call.Verified), cancellationToken);
        var entries = new List<RefusedRequest>(taken.Count);
        foreach (var (call, count) in taken)
        {
            if (call.Account is { } verified)
                entries.Add(call.ToEntry(verified, count));
            else if (!found.TryGetValue(call.KeyId, out var owner))
                RefusedTelemetry.Dropped(count, RefusedTelemetry.Owner);
            else if (!accounts.TryTake(owner.ToString()))
                RefusedTelemetry.Dropped(count, RefusedTelemetry.Budget);
            else
                entries.Add(call.ToEntry(owner, count));
        }

        return entries;
    }

    /// <summary>None while Accounts does not answer: the verified ones need no answer, and do not wait for the others.</summary>
    private async Task<IReadOnlyDictionary<string, Guid>> OwnersAsync(
        IEnumerable<(RefusedCall Call, int Count)> unverified,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await owners.FindAsync(unverified.Select(refused => refused.Call.KeyId), cancellationToken);
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new Dictionary<string, Guid>();
        }
    }
}
