using System.Diagnostics.Metrics;

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
        "Rests of a credential after a 429 that this gateway found"
    );

    private static readonly Counter<long> Probes = Meter.CreateCounter<long>(
        "platform.gateway.upstream.probes",
        "{probe}",
        "Free questions to upstreams, by what came of them"
    );

    public static void CircuitOpened(string upstream) => Opened.Add(1, Upstream(upstream));

    public static void CredentialPaused(string upstream, string credential, string reason) =>
        Paused.Add(1, Upstream(upstream), Credential(credential), KeyValuePair.Create("reason", (object?)reason));

    public static void CredentialRested(string upstream, string credential) => Rested.Add(1, Upstream(upstream), Credential(credential));

    public static void Probed(string upstream, ProbeAnswer answer) =>
        Probes.Add(1, Upstream(upstream), KeyValuePair.Create("result", (object?)answer.Meaning.ToString().ToLowerInvariant()));

    /// <summary>
    /// Reports each upstream and credential that this gateway calls with each state, 1 for the one that it is in and 0 for the others, as
    /// OpenTelemetry's conventions report a status.
    /// </summary>
    public static void ReportStates(Func<IEnumerable<(TrackedName Name, Availability State)>> read) =>
        Meter.CreateObservableUpDownCounter(
            "platform.gateway.upstream.state",
            () =>
                from tracked in read()
                from state in States
                select new Measurement<int>(
                    tracked.State == state.State ? 1 : 0,
                    Upstream(tracked.Name.Upstream),
                    Credential(tracked.Name.Credential ?? ""),
                    KeyValuePair.Create("state", (object?)state.Word)
                ),
            "1",
            "The state of each upstream (without a credential) and of each of its credentials"
        );

    private static KeyValuePair<string, object?> Upstream(string name) => new("platform.upstream", name);

    private static KeyValuePair<string, object?> Credential(string name) => new("platform.credential", name);
}
