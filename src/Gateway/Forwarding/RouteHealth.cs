using Platform.Gateway.Health;
using Platform.Gateway.Routes;

namespace Platform.Gateway.Forwarding;

/// <summary>Tells what an attempt showed of its upstream: to its health, and to the speed by which routes are chosen.</summary>
internal sealed class RouteHealth(IUpstreamHealth health, RouteSpeeds speeds)
{
    /// <param name="response">Null when the upstream did not answer.</param>
    /// <param name="failure">Null when the client has its answer.</param>
    public void Report(UpstreamAttempt attempt, UpstreamResponse? response, UpstreamFailure? failure)
    {
        var firstToken = response?.Stream is { HasBegun: true } ? attempt.FirstByte : null;
        if (firstToken is { } time)
            speeds.Note(attempt.Route, time);
        var verdict = Verdict(attempt, response, failure);
        if (attempt.Probe is { } probe)
        {
            probe.Verdict = verdict;
            if (verdict == CallVerdict.Unknown)
                probe.Return();
        }

        health.Report(
            attempt.Upstream,
            attempt.Credential,
            attempt.Route.UpstreamModel,
            new CallResult(verdict, failure?.Wait, failure?.MeantStatus ?? response?.StatusCode, firstToken, attempt.Probe)
        );
    }

    /// <summary>A client that left breaks a call as a failing upstream does; what the upstream said before that counts.</summary>
    private static CallVerdict Verdict(UpstreamAttempt attempt, UpstreamResponse? response, UpstreamFailure? failure) =>
        failure is null ? CallVerdict.Answered
        : response?.Failure is null && response?.Stream?.Break is null && attempt.Exchange.ClientGone.IsCancellationRequested
            ? CallVerdict.Unknown
        : failure.Verdict;
}
