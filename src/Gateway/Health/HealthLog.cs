namespace Platform.Gateway.Health;

/// <summary>Says what changes: to the log, and to the counters. Names only: never a secret, nor the text of an upstream.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> log)
{
    /// <summary>This gateway found it.</summary>
    public void Changed(TrackedName tracked, HealthRecord now)
    {
        var (upstream, credential) = (tracked.Upstream, tracked.Credential);
        switch (now.State)
        {
            case HealthState.Open:
                HealthTelemetry.CircuitOpened(upstream);
                LogOpened(log, upstream, now.StatusCode, now.Until!.Value, now.Times);
                break;
            case HealthState.CoolingDown:
                HealthTelemetry.CredentialRested(upstream, credential!, tracked.Model!);
                LogLimited(log, credential!, upstream, tracked.Model!, now.Until!.Value);
                break;
            case HealthState.OutOfCredit:
                HealthTelemetry.CredentialPaused(upstream, credential!, "out_of_credit");
                LogOutOfCredit(log, credential!, upstream, now.StatusCode, now.Until!.Value);
                break;
            case HealthState.Paused:
                HealthTelemetry.CredentialPaused(upstream, credential!, "refused");
                LogPaused(log, credential!, upstream, now.StatusCode);
                break;
            default:
                LogUp(log, tracked.Words);
                break;
        }
    }

    /// <summary>Another gateway found it.</summary>
    public void Adopted(TrackedName tracked, HealthRecord before, HealthRecord now)
    {
        if (now.IsUp)
        {
            if (!before.IsUp)
                LogUp(log, tracked.Words);
        }
        else if (now.State is HealthState.Paused or HealthState.OutOfCredit)
            LogAdoptedPause(log, tracked.Words, now.State);
        else
            LogAdopted(log, tracked.Words, now.State, now.Until);
    }

    /// <summary>The operator un-paused it, at this gateway.</summary>
    public void Restored(TrackedName tracked) => LogRestored(log, tracked.Words);

    [LoggerMessage(
        EventId = 5101,
        EventName = "UpstreamCredentialPaused",
        Level = LogLevel.Critical,
        Message = "Credential {Credential} of upstream {Upstream} is paused in all gateways: the upstream refuses it ({StatusCode}). Replace its "
            + "secret in the settings of every gateway, or mend the account there and un-pause it by the command of the gateway in the Aspire "
            + "dashboard or POST /internal/upstreams/un-pause"
    )]
    private static partial void LogPaused(ILogger log, string credential, string upstream, int? statusCode);

    [LoggerMessage(
        EventId = 5102,
        EventName = "UpstreamCredentialOutOfCredit",
        Level = LogLevel.Critical,
        Message = "Credential {Credential} of upstream {Upstream} is not used: its account there has no credit left ({StatusCode}). Add credit at "
            + "the upstream; it is tried again at {Until:u}, or at once when it is un-paused"
    )]
    private static partial void LogOutOfCredit(ILogger log, string credential, string upstream, int? statusCode, DateTimeOffset until);

    [LoggerMessage(
        EventId = 5103,
        EventName = "UpstreamCircuitOpened",
        Level = LogLevel.Warning,
        Message = "Upstream {Upstream} fails ({StatusCode}): its circuit is open in all gateways until {Until:u}, for the {Times}. time in a row"
    )]
    private static partial void LogOpened(ILogger log, string upstream, int? statusCode, DateTimeOffset until, int times);

    [LoggerMessage(
        EventId = 5104,
        EventName = "UpstreamCredentialLimited",
        Level = LogLevel.Information,
        Message = "Credential {Credential} of upstream {Upstream} is limited there for model {Model}, and rests for it in all gateways until {Until:u}"
    )]
    private static partial void LogLimited(ILogger log, string credential, string upstream, string model, DateTimeOffset until);

    [LoggerMessage(EventId = 5105, EventName = "UpstreamUp", Level = LogLevel.Information, Message = "{Tracked} is used again")]
    private static partial void LogUp(ILogger log, string tracked);

    [LoggerMessage(
        EventId = 5106,
        EventName = "UpstreamRestored",
        Level = LogLevel.Warning,
        Message = "{Tracked} is used again in all gateways, because the operator un-paused it"
    )]
    private static partial void LogRestored(ILogger log, string tracked);

    [LoggerMessage(
        EventId = 5107,
        EventName = "UpstreamPausedElsewhere",
        Level = LogLevel.Warning,
        Message = "{Tracked} is not used here either: another gateway found it {State} and says there what to do"
    )]
    private static partial void LogAdoptedPause(ILogger log, string tracked, HealthState state);

    [LoggerMessage(
        EventId = 5108,
        EventName = "UpstreamDownElsewhere",
        Level = LogLevel.Information,
        Message = "{Tracked} is {State} until {Until:u}, as another gateway found"
    )]
    private static partial void LogAdopted(ILogger log, string tracked, HealthState state, DateTimeOffset? until);
}
