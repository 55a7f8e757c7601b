using Platform.Gateway.Health;

namespace Platform.Gateway.Routes;

/// <summary>
/// The routes of one request, in the order in which they are tried. A model's routes come before those of its fallbacks. Of those, the ones
/// at an upstream that failed this request come last: where one model of an upstream is overloaded, another may not be.
/// </summary>
internal struct RouteChoice
{
    private readonly IUpstreamHealth health;
    private readonly Candidate only;
    private readonly List<Entry>? all;
    private Entry? last;
    private bool onlyCalled;

    /// <summary>The ordinary case, in which there is nothing to choose and nothing is allocated.</summary>
    public RouteChoice(IUpstreamHealth health, Candidate only)
    {
        (this.health, this.only) = (health, only);
        Sticky = StickySource.Only;
    }

    public RouteChoice(IUpstreamHealth health, ConversationKey conversation, List<Entry> all)
    {
        (this.health, this.all) = (health, all);
        Sticky = conversation.Source;
    }

    public StickySource Sticky { get; }

    /// <summary>In their order, whether or not they can be asked now.</summary>
    public readonly IEnumerable<Candidate> All => all is null ? [only] : all.Select(static entry => entry.Candidate);

    /// <summary>
    /// The next that may be asked. One that is half-open is taken in its place, where the request is one of the few that try it; one that
    /// is down or paused is not taken.
    /// </summary>
    public bool TryNext(out Candidate candidate)
    {
        candidate = only;
        if (all is null)
        {
            var probe = only.Probe;
            if (onlyCalled || (probe is null && !MayCall(only, isOurs: false, out probe)))
                return false;
            (onlyCalled, candidate) = (true, only with { Probe = probe });
            return true;
        }

        last = Find(all, out var taken);
        if (last is null)
            return false;
        last.Tried = true;
        candidate = last.Candidate with { Probe = taken };
        return true;
    }

    /// <summary>How the last one ended: what is at fault is not asked again.</summary>
    public readonly void Note(CallVerdict verdict)
    {
        if (last is not { Candidate: var asked })
            return;
        foreach (var entry in all!)
        {
            var other = entry.Candidate;
            if (other.Upstream.Name != asked.Upstream.Name)
                continue;
            var (sameRoute, sameCredential) = (
                other.Route.UpstreamModel == asked.Route.UpstreamModel,
                other.Credential.Name == asked.Credential.Name
            );
            if (verdict == CallVerdict.CredentialRefused)
                entry.Tried |= sameCredential;
            else if (verdict == CallVerdict.Limited)
                // A limit may be one of the model alone.
                (entry.Tried, entry.Later) = (entry.Tried || (sameRoute && sameCredential), entry.Later || sameCredential);
            else
                (entry.Tried, entry.Later) = (entry.Tried || sameRoute, entry.Later || verdict == CallVerdict.Failed);
        }
    }

    /// <summary>The model of the last one has no room within the limits of the caller: none of its routes is asked.</summary>
    public readonly void PassOver()
    {
        foreach (var entry in all ?? [])
            entry.Tried |= entry.Model == last?.Model;
    }

    /// <summary>When one that was not asked may be asked again; null where none is waited for.</summary>
    public readonly TimeSpan? RetryAfter()
    {
        if (all is null)
            return onlyCalled ? null : health.RetryAfter(only.Upstream, only.Route.UpstreamModel);
        TimeSpan? wait = null;
        foreach (var entry in all)
            if (!entry.Tried)
                wait = RouteChooser.Shorter(wait, health.RetryAfter(entry.Candidate.Upstream, entry.Candidate.Route.UpstreamModel));
        return wait;
    }

    private readonly Entry? Find(List<Entry> entries, out Probe? probe)
    {
        var place = 0;
        while (place < entries.Count)
        {
            var end = place + 1;
            while (end < entries.Count && entries[end].Model == entries[place].Model)
                end++;
            if (Find(entries, place, end, later: false, out probe) is { } found)
                return found;
            if (Find(entries, place, end, later: true, out probe) is { } again)
                return again;
            place = end;
        }

        probe = null;
        return null;
    }

    private readonly Entry? Find(List<Entry> entries, int from, int to, bool later, out Probe? probe)
    {
        for (var place = from; place < to; place++)
            if (
                entries[place] is { Tried: false } entry
                && entry.Later == later
                && MayCall(entry.Candidate, later && entry.WasUp, out probe)
            )
                return entry;
        probe = null;
        return null;
    }

    /// <param name="isOurs">It was up when the request came, and is not since the request itself was refused there.</param>
    /// <param name="probe">What was taken of something half-open.</param>
    private readonly bool MayCall(Candidate candidate, bool isOurs, out Probe? probe)
    {
        probe = null;
        return health.Look(candidate.Upstream, candidate.Credential, candidate.Route.UpstreamModel) switch
        {
            Availability.Up => true,
            Availability.HalfOpen => (probe = health.TryProbe(candidate.Upstream, candidate.Credential, candidate.Route.UpstreamModel))
                is not null,
            Availability.Down => isOurs,
            _ => false,
        };
    }

    /// <param name="model">The place of its model.</param>
    /// <param name="priority">Of the route.</param>
    /// <param name="score">Of the route.</param>
    /// <param name="credentialScore">Of the credential.</param>
    /// <param name="wasUp">When the request came.</param>
    internal sealed class Entry(Candidate candidate, int model, int priority, double score, double credentialScore, bool wasUp)
    {
        public static Comparison<Entry> Order { get; } =
            static (one, other) =>
                one.Model != other.Model ? one.Model - other.Model
                : one.Priority != other.Priority ? one.Priority.CompareTo(other.Priority)
                : one.Score.CompareTo(other.Score) is var byRoute and not 0 ? -byRoute
                : -one.CredentialScore.CompareTo(other.CredentialScore);

        public Candidate Candidate => candidate;

        public int Model => model;

        public bool WasUp => wasUp;

        /// <summary>It is not asked again.</summary>
        public bool Tried { get; set; }

        /// <summary>Its upstream has failed this request.</summary>
        public bool Later { get; set; }

        private int Priority => priority;

        private double Score => score;

        private double CredentialScore => credentialScore;
    }
}
