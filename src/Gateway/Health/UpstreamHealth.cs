using System.Threading.Channels;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>
/// Looks at what this gateway knows, and counts how calls end. What changes is told to the other gateways by <see cref="HealthExchange"/>,
/// and what is down is tried by <see cref="HealthWatch"/>, both beside the requests.
/// </summary>
internal sealed class UpstreamHealth(HealthBoard board, HealthLog log, TimeProvider time) : IUpstreamHealth
{
    private const int MaxDoubts = 100;

    private readonly Channel<Doubt> doubts = Channel.CreateBounded<Doubt>(MaxDoubts);

    /// <summary>The credentials that were refused, and of which their upstreams are to be asked.</summary>
    public ChannelReader<Doubt> Doubts => doubts.Reader;

    public Availability Look(Upstream upstream, Credential credential, string model)
    {
        var (circuit, ofCredential) = (board.Of(upstream), board.Of(upstream, credential));
        var found = HealthBoard.Worse(circuit.Look(time), ofCredential.Look(time));
        if (found == Availability.Down)
        {
            circuit.Want();
            ofCredential.Want();
        }

        return ofCredential.Rests.Of(model) is { } rest ? HealthBoard.Worse(found, rest.Look(time)) : found;
    }

    public Probe? TryProbe(Upstream upstream, Credential credential, string model)
    {
        var now = time.GetUtcNow();
        if (Look(upstream, credential, model) != Availability.HalfOpen || !board.Of(upstream, credential).Takes(now, out var ofCredential))
            return null;
        if (board.Of(upstream).Takes(now, out var ofCircuit))
            return new Probe(ofCredential, ofCircuit);
        ofCredential?.Return();
        return null;
    }

    public void Report(Upstream upstream, Credential credential, string model, CallResult result)
    {
        if (result.Verdict == CallVerdict.Unknown)
            return;
        var (circuit, ofCredential, now) = (board.Of(upstream), board.Of(upstream, credential), time.GetUtcNow());
        switch (result.Verdict)
        {
            case CallVerdict.Answered:
                Changed(circuit, circuit.Answered(result.Probe?.OfCircuit, now));
                Changed(ofCredential, ofCredential.Answered(result.Probe?.OfCredential, now));
                if (ofCredential.Rests.Of(model) is { } rested)
                    Changed(rested, rested.Answered(now));
                break;
            case CallVerdict.Failed:
                Changed(circuit, circuit.Failed(result.Probe?.OfCircuit, result.StatusCode, result.RetryAfter, now));
                break;
            case CallVerdict.Limited:
                if (ofCredential.Limited(model, result.StatusCode, result.RetryAfter, now) is { } rest)
                    Changed(rest, rest.Record);
                break;
            // Some vendors say by 429 that there is no credit left.
            case CallVerdict.CredentialRefused when result.StatusCode is 402 or 429:
                Changed(ofCredential, ofCredential.OutOfCredit(result.StatusCode, now));
                break;
            case CallVerdict.CredentialRefused:
                Changed(ofCredential, ofCredential.Refused(result.StatusCode, now, out var ask));
                if (ask && !doubts.Writer.TryWrite(new Doubt(upstream, credential, result.StatusCode)))
                    ofCredential.Asked(result.StatusCode, isRefused: false, now);
                break;
        }
    }

    public TimeSpan? RetryAfter(Upstream upstream, string model)
    {
        var (circuit, now, first) = (Until(board.Of(upstream)), time.GetUtcNow(), (DateTimeOffset?)null);
        foreach (var credential in upstream.Credentials)
        {
            var ofCredential = board.Of(upstream, credential);
            if (ofCredential.Record.IsPaused)
                continue;
            var until = Later(circuit, Later(Until(ofCredential), Until(ofCredential.Rests.Of(model))));
            if (until is null)
                return null;
            first = first < until ? first : until;
        }

        // What is due is being tried, and says so soon.
        return first is not { } next ? null
            : next > now ? next - now
            : HealthWatch.Interval;
    }

    public DateTimeOffset? DownSince(Upstream upstream, string model)
    {
        var circuit = board.Of(upstream);
        if (circuit.Look(time) == Availability.Down)
            return circuit.Record.Since;
        var last = DateTimeOffset.MinValue;
        foreach (var credential in upstream.Credentials)
        {
            if (DownSince(board.Of(upstream, credential), model) is not { } since)
                return null;
            last = since > last ? since : last;
        }

        return last;
    }

    /// <summary>The operator says that the credential may be used again.</summary>
    /// <returns>False when it was not down, for no model.</returns>
    public bool UnPause(Upstream upstream, Credential credential)
    {
        var (ofCredential, now) = (board.Of(upstream, credential), time.GetUtcNow());
        var wasDown = false;
        foreach (var tracked in (Tracked[])[ofCredential, .. ofCredential.Rests.All])
        {
            if (tracked.Restore(now) is not { } before)
                continue;
            board.Signal();
            if (before.State == HealthState.CoolingDown && before.IsDue(now))
                continue;
            wasDown = true;
            log.Restored(tracked.Name);
        }

        return wasDown;
    }

    /// <summary>The answer to one of <see cref="Doubts"/>.</summary>
    public void Settle(Doubt doubt, bool isRefused)
    {
        var ofCredential = board.Of(doubt.Upstream, doubt.Credential);
        Changed(ofCredential, ofCredential.Asked(doubt.StatusCode, isRefused, time.GetUtcNow()));
    }

    /// <summary>An upstream that was open did not answer when it was asked.</summary>
    public void StayOpen(Circuit circuit, int? statusCode) => Changed(circuit, circuit.StayOpen(statusCode, time.GetUtcNow()));

    /// <summary>Since when it may not be asked for the model.</summary>
    private DateTimeOffset? DownSince(CredentialHealth credential, string model) =>
        credential.Look(time) >= Availability.Down ? credential.Record.Since
        : credential.Rests.Of(model) is { } rest && rest.Look(time) == Availability.Down ? rest.Record.Since
        : null;

    /// <summary>When it is tried; null when it may be called now.</summary>
    private DateTimeOffset? Until(Tracked? tracked) =>
        tracked?.Record is { IsUp: false } known && (known.State != HealthState.CoolingDown || !known.IsDue(time.GetUtcNow()))
            ? known.Until
            : null;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => other is null || one > other ? one : other;

    private void Changed(Tracked tracked, HealthRecord? record)
    {
        if (record is null)
            return;
        log.Changed(tracked.Name, record);
        board.Signal();
    }
}

/// <summary>A credential that was refused once, which need not mean that the upstream refuses it as such.</summary>
internal sealed record Doubt(Upstream Upstream, Credential Credential, int? StatusCode);
