using System.Diagnostics.Metrics;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Health;

/// <summary>The metrics of upstreams' health; their names are in docs/telemetry.md.</summary>
internal static class HealthTelemetry
{
    public static Meter Meter { get; } = new("Platform.Gateway.Health");

    private static readonly (Availability State, string Word)[] States =
    [
        (Availability.Up, "up"),
        (Availability.HalfOpen, "half_open"),
        (Availability.Down, "down"),
        (Availability.Paused, "paused"),
    ];

    private static readonly Counter<long> Opened = Meter.CreateCounter<long>(
        "platform.gateway.upstream.circuit.opened",
        "{opening}",
        "Openings of an upstream's circuit that this gateway found"
    );

    private static readonly Counter<long> Paused = Meter.CreateCounter<long>(
        "platform.gateway.upstream.credential.paused",
        "{pause}",
        "Credentials that this gateway found refused or out of credit"
    );

    private static readonly Counter<long> Rested = Meter.CreateCounter<long>(
        "platform.gateway.upstream.credential.rested",
        "{rest}",
        "Rests of a credential for a model after a 429 that this gateway found"
    );

    private static readonly Counter<long> Probes = Meter.CreateCounter<long>(
        "platform.gateway.upstream.probes",
        "{probe}",
        "Questions by which upstreams are tried, by what came of them"
    );

    /// <summary>As metrics and the operator's view say it.</summary>
    public static string Word(Availability state) => States[(int)state].Word;

    public static string Word(ProbeMeaning meaning) => meaning.ToString().ToLowerInvariant();

    public static void CircuitOpened(string upstream) => Opened.Add(1, Upstream(upstream));

    public static void CredentialPaused(string upstream, string credential, string reason) =>
        Paused.Add(1, Upstream(upstream), Credential(credential), KeyValuePair.Create("reason", (object?)reason));

    public static void CredentialRested(string upstream, string credential, string model) =>
        Rested.Add(1, Upstream(upstream), Credential(credential), KeyValuePair.Create(GenAI.RequestModel, (object?)model));

    /// <summary>It was asked for its models.</summary>
    public static void Probed(string upstream, ProbeAnswer answer) => Probed(upstream, "models", Word(answer.Meaning));

    /// <summary>It was asked for a completion, by the operator's own key.</summary>
    /// <param name="verdict">Null where it was not asked after all.</param>
    public static void Probed(string upstream, CallVerdict? verdict) =>
        Probed(
            upstream,
            "completion",
            verdict switch
            {
                null => "not_sent",
                CallVerdict.CredentialRefused => "refused",
                { } known => known.ToString().ToLowerInvariant(),
            }
        );

    private static void Probed(string upstream, string question, string result) =>
        Probes.Add(
            1,
            Upstream(upstream),
            KeyValuePair.Create("question", (object?)question),
            KeyValuePair.Create("result", (object?)result)
        );

    /// <summary>
    /// Reports each upstream and credential that this gateway calls with each state, 1 for the one that it is in and 0 for the others, as
    /// OpenTelemetry's conventions report a status.
    /// </summary>
    public static void ReportStates(HealthBoard board, TimeProvider time) =>
        Meter.CreateObservableUpDownCounter(
            "platform.gateway.upstream.state",
            () =>
                from tracked in board.All
                where tracked.Upstream is not null && tracked is not ModelRest
                from state in States
                select new Measurement<int>(
                    tracked.Look(time) == state.State ? 1 : 0,
                    Upstream(tracked.Name.Upstream),
                    Credential(tracked.Name.Credential ?? ""),
                    KeyValuePair.Create("state", (object?)state.Word)
                ),
            "1",
            "The state of each upstream (without a credential) and of each of its credentials"
        );

    /// <summary>Reports for how many models each credential rests.</summary>
    public static void ReportRests(HealthBoard board, TimeProvider time) =>
        Meter.CreateObservableUpDownCounter(
            "platform.gateway.upstream.credential.resting",
            () =>
                from tracked in board.All.OfType<CredentialHealth>()
                where tracked.Upstream is not null
                select new Measurement<int>(
                    tracked.Rests.All.Count(rest => !rest.IsOver(time.GetUtcNow())),
                    Upstream(tracked.Name.Upstream),
                    Credential(tracked.Name.Credential!)
                ),
            "{model}",
            "The models for which a credential rests after a 429"
        );

    /// <summary>Reports what accounts have left, where their vendors say it.</summary>
    public static void ReportBalances(HealthBoard board) =>
        Meter.CreateObservableGauge(
            "platform.gateway.upstream.balance",
            () =>
                from tracked in board.All.OfType<CredentialHealth>()
                where tracked is { Upstream: not null, Balance: not null }
                select new Measurement<double>(
                    (double)tracked.Balance!.Amount,
                    Upstream(tracked.Name.Upstream),
                    Credential(tracked.Name.Credential!),
                    KeyValuePair.Create("currency", (object?)tracked.Balance.Currency)
                ),
            "{currency}",
            "What the operator's accounts at upstreams have left, where the vendor says it"
        );

    private static KeyValuePair<string, object?> Upstream(string name) => new("platform.upstream", name);

    private static KeyValuePair<string, object?> Credential(string name) => new("platform.credential", name);
}
