using Platform.Contracts;

namespace Platform.Usage.Demo.History;

/// <summary>
/// The requests of a coding agent at work: the conversation grows from one to the next, most of it is read from the upstream's cache, and it
/// is begun anew from a summary when it is long.
/// </summary>
internal sealed class AgentSession(Dice dice, DemoKey key, HistoryModel model, string endpoint)
{
    private const int Start = 16_000,
        Longest = 130_000;

    private readonly string session = $"{dice.Next():x16}{dice.Next():x16}";

    public IEnumerable<RequestDraft> From(DateTimeOffset at, int requests)
    {
        var context = 0;
        for (var i = 0; i < requests; i++)
        {
            var added = context == 0 ? Start + dice.Skewed(0, 9_000) : dice.Skewed(150, 5_200);
            var request = Request(at, context, added);
            if (dice.Between(1, 1_000) <= 8)
            {
                // The agent asks again what the provider was too busy for.
                yield return Refused(request);
                at = at.AddSeconds(dice.Between(2, 9));
                request = request with { At = at, Id = dice.Next() };
            }

            yield return request;
            context = context + added > Longest ? 0 : context + added + (int)request.Usage.Output;
            if (context == 0)
                at = at.AddSeconds(dice.Between(20, 40));
            // It runs a command; now and then the person reads, answers or has a coffee.
            at = at.AddMilliseconds(request.DurationMs + dice.Skewed(1_200, 22_000)).AddSeconds(dice.Percent(9) ? dice.Skewed(40, 900) : 0);
        }
    }

    private RequestDraft Request(DateTimeOffset at, int context, int added)
    {
        var output = dice.Percent(80) ? dice.Skewed(60, 700) : dice.Skewed(400, 4_200);
        // What nobody asked for in five minutes is no longer in the cache.
        var cached = dice.Percent(96) ? context : Math.Min(context, Start);
        var usage = new TokenUsage(
            context + added,
            output,
            cached,
            model.WritesCache ? context + added - cached - dice.Between(2, 12) : 0,
            model.WritesCache ? 0 : output * dice.Between(15, 60) / 100
        );
        var first = 620 + (context + added) / 90 + dice.Skewed(0, 1_400);
        var request = new RequestDraft(at, key, model, endpoint, usage, first + output * dice.Between(11, 17), first, dice.Next(), session);
        return dice.Between(1, 1_000) switch
        {
            <= 14 => request with { Outcome = Outcome.Disconnected, ErrorCode = "client_disconnected" },
            <= 19 => request with { Outcome = Outcome.Interrupted, ErrorCode = "upstream_error" },
            _ => request,
        };
    }

    private RequestDraft Refused(RequestDraft request) =>
        request with
        {
            Outcome = Outcome.Failed,
            ErrorCode = model.WritesCache ? "overloaded_error" : "rate_limit_exceeded",
            StatusCode = model.WritesCache ? 529 : 429,
            DurationMs = dice.Between(180, 900),
            FirstByteMs = null,
            Id = dice.Next(),
        };
}
