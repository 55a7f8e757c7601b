using Platform.ServiceDefaults;

namespace Platform.Usage.TillKeeper;

/// <summary>Applies credit to the till that could not be applied right after its commit.</summary>
internal sealed class CreditService(TillCredits credits, SqlMigrations migrations, TimeProvider time, ILogger<CreditService> log)
    : RepeatingService(migrations, time, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        foreach (var shard in await credits.WaitingShardsAsync(cancellationToken))
            await credits.DispatchAsync(shard, cancellationToken);
        return Pause;
    }
}
