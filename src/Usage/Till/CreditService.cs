using Platform.ServiceDefaults;

namespace Platform.Usage.Till;

/// <summary>Carries the credit that could not be carried right after its commit.</summary>
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
