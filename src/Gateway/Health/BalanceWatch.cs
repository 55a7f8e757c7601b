using Platform.ServiceDefaults;

namespace Platform.Gateway.Health;

/// <summary>Asks now and then what the accounts at upstreams have left, where the vendor says it: as a metric, and for the operator's view.</summary>
internal sealed class BalanceWatch(HealthBoard board, UpstreamProbe probe, TimeProvider time, ILogger<BalanceWatch> log)
    : RepeatingService(time, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5),
        WhileNothingIsCalled = TimeSpan.FromSeconds(10);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var called = board.All.OfType<CredentialHealth>().Where(tracked => tracked.Upstream is not null).ToArray();
        foreach (var tracked in called)
        {
            if (
                tracked.Upstream is { } upstream
                && upstream.Credentials.FirstOrDefault(credential => credential.Name == tracked.Name.Credential) is { } credential
                && await probe.BalanceAsync(upstream, credential, cancellationToken) is { } balance
            )
                tracked.Balance = balance;
        }

        return called.Length == 0 ? WhileNothingIsCalled : Interval;
    }
}
