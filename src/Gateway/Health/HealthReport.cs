using Platform.Contracts;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>The health of upstreams in words: for the operator with names, and of models without.</summary>
internal sealed class HealthReport(HealthBoard board, IUpstreamHealth health, TimeProvider time)
{
    private const string Resting = "resting";

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

    /// <param name="routes">The upstreams of a model, and their names of it.</param>
    public ModelNow Of(string model, IReadOnlyCollection<(Upstream Upstream, string Model)> routes)
    {
        var best = routes
            .SelectMany(route => route.Upstream.Credentials.Select(credential => health.Look(route.Upstream, credential, route.Model)))
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
        {
            var name = $"credential {credential.Name} of upstream {state.Name}";
            if (credential.Rests is null)
                yield return $"{name} is {Worded(credential.State, credential.Since, credential.Until)}";
            foreach (var rest in credential.Rests ?? [])
                yield return $"{name} is {Worded($"{credential.State} for {rest.Model}", rest.Since, rest.Until)}";
        }
    }

    private CredentialState Of(Upstream upstream, Credential credential)
    {
        var tracked = board.Of(upstream, credential);
        var (record, state, balance) = (tracked.Record, tracked.Look(time), tracked.Balance?.ToString());
        if (state == Availability.Up)
            return Rested(credential.Name, tracked, balance);
        var word = (record.State, state) switch
        {
            (_, Availability.HalfOpen) => "half_open",
            (HealthState.CoolingDown, _) => Resting,
            (HealthState.OutOfCredit, _) => "out_of_credit",
            _ => "paused",
        };
        return new CredentialState(credential.Name, word, record.Since, record.Until, record.StatusCode, balance);
    }

    /// <summary>One that is up but for the models for which it rests: from the first of the rests to the end of the last.</summary>
    private CredentialState Rested(string name, CredentialHealth tracked, string? balance)
    {
        var rests = (
            from rest in tracked.Rests.All
            let record = rest.Record
            where record.Until > time.GetUtcNow()
            orderby rest.Model
            select (State: new RestState(rest.Model, record.Since, record.Until!.Value), record.StatusCode)
        ).ToArray();
        return rests.Length == 0
            ? new CredentialState(name, "up", null, null, null, balance)
            : new CredentialState(
                name,
                Resting,
                rests.Min(rest => rest.State.Since),
                rests.Max(rest => rest.State.Until),
                rests[0].StatusCode,
                balance,
                [.. rests.Select(rest => rest.State)]
            );
    }

    /// <summary>Since when none of them can answer: since the last of them could.</summary>
    private DateTimeOffset? DownSince(IEnumerable<(Upstream Upstream, string Model)> routes) =>
        routes.Max(route => health.DownSince(route.Upstream, route.Model));

    private static string Worded(string state, DateTimeOffset? since, DateTimeOffset? until) =>
        $"{state.Replace('_', ' ')} since {since:u}" + (until is { } time ? $", tried again at {time:u}" : "");
}
