using Platform.Contracts;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>The health of upstreams in words: for the operator with names, and of models without.</summary>
internal sealed class HealthReport(HealthBoard board, IUpstreamHealth health, TimeProvider time)
{
    public UpstreamState Of(Upstream upstream)
    {
        var circuit = board.Of(upstream);
        var (record, state) = (circuit.Record, circuit.Look(time));
        return new UpstreamState(
            upstream.Name,
            HealthTelemetry.Word(state),
            record.IsUp ? null : record.Since,
            record.Until,
            record.IsUp ? null : record.StatusCode,
            [.. upstream.Credentials.Select(credential => Of(upstream, credential))]
        );
    }

    /// <param name="routes">The upstreams of a model.</param>
    public ModelNow Of(string model, IReadOnlyCollection<Upstream> routes)
    {
        var best = routes
            .SelectMany(upstream =>
                upstream.Credentials.Select(credential =>
                    HealthBoard.Worse(board.Of(upstream).Look(time), board.Of(upstream, credential).Look(time))
                )
            )
            .Min();
        return best switch
        {
            Availability.Up => new ModelNow(model, "up"),
            Availability.HalfOpen => new ModelNow(model, "recovering", DownSince(routes)),
            _ => new ModelNow(model, "down", DownSince(routes)),
        };
    }

    /// <summary>What is not up, in one line each, for the operator; empty when all is well.</summary>
    public IEnumerable<string> Down(Upstream upstream)
    {
        var state = Of(upstream);
        if (state.State != HealthTelemetry.Word(Availability.Up))
            yield return $"upstream {state.Name} is {Worded(state.State, state.Since, state.Until)}";
        foreach (var credential in state.Credentials.Where(credential => credential.State is not "up"))
            yield return $"credential {credential.Name} of upstream {state.Name} is {Worded(credential.State, credential.Since, credential.Until)}";
    }

    private CredentialState Of(Upstream upstream, Credential credential)
    {
        var tracked = board.Of(upstream, credential);
        var (record, state) = (tracked.Record, tracked.Look(time));
        var word = (record.State, state) switch
        {
            (_, Availability.Up) => "up",
            (_, Availability.HalfOpen) => "half_open",
            (HealthState.CoolingDown, _) => "resting",
            (HealthState.OutOfCredit, _) => "out_of_credit",
            _ => "paused",
        };
        var isUp = state == Availability.Up;
        return new CredentialState(
            credential.Name,
            word,
            isUp ? null : record.Since,
            isUp ? null : record.Until,
            isUp ? null : record.StatusCode,
            tracked.Balance?.ToString()
        );
    }

    /// <summary>Since when none of them can answer: since the last of them could.</summary>
    private DateTimeOffset? DownSince(IEnumerable<Upstream> routes) => routes.Max(health.DownSince);

    private static string Worded(string state, DateTimeOffset? since, DateTimeOffset? until) =>
        $"{state.Replace('_', ' ')} since {since:u}" + (until is { } time ? $", tried again at {time:u}" : "");
}
