using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Fairness;

namespace Platform.Gateway.Forwarding;

/// <summary>Waits for a place at the upstream of an attempt, and at the model there, where they have limits.</summary>
internal sealed class UpstreamPlaces(FairQueues queues)
{
    /// <returns>Where there are no limits, a place that takes none.</returns>
    public async ValueTask<Entry> EnterAsync(UpstreamAttempt attempt)
    {
        var (ofUpstream, ofRoute) = (attempt.Upstream.Limits, attempt.Route.Limits ?? RateLimits.None);
        if (ofUpstream == RateLimits.None && ofRoute == RateLimits.None)
            return new Entry(Places.None, TimeSpan.Zero);
        var (request, name) = (attempt.Exchange.Request, attempt.Upstream.Name);
        var tokens = HoldEstimate.For(request.Body, attempt.Model, request.Funding.StepTokens, 0).MostTokens;
        var account = request.Funding.Hold.Subject.Owner.AccountId;
        // The narrower first, so that nobody holds a place at the upstream while waiting for one at its model.
        var inner = await EnterAsync($"{name}/{attempt.Route.UpstreamModel}", ofRoute);
        if (inner.Place is null)
            return inner;
        var outer = await EnterAsync(name, ofUpstream);
        if (outer.Place is null)
        {
            inner.Place.Used(0);
            inner.Place.Dispose();
            return outer;
        }

        return new Entry(new Places([inner.Place, outer.Place]), TimeSpan.Zero);

        ValueTask<Entry> EnterAsync(string resource, RateLimits limits) =>
            limits == RateLimits.None
                ? new(new Entry(Places.None, TimeSpan.Zero))
                : queues.EnterAsync(resource, limits, account, tokens, attempt.Exchange.ClientGone);
    }

    private sealed class Places(IReadOnlyList<IPlace> places) : IPlace
    {
        public static Places None { get; } = new([]);

        public void Used(long tokens)
        {
            foreach (var place in places)
                place.Used(tokens);
        }

        public void Dispose()
        {
            foreach (var place in places)
                place.Dispose();
        }
    }
}
