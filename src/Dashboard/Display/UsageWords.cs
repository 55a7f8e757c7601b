using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>What happened to a request, in words.</summary>
public static class UsageWords
{
    public static string Outcome(Outcome outcome) => outcome switch
    {
        Contracts.Outcome.Completed => "Completed",
        Contracts.Outcome.Failed => "Failed",
        Contracts.Outcome.Disconnected => "Cut off by your tool",
        Contracts.Outcome.Interrupted => "Cut off in the middle",
        Contracts.Outcome.Abandoned => "Ended unreported",
        _ => outcome.ToString(),
    };

    public static string Source(UsageSource source) => source switch
    {
        UsageSource.Upstream => "The upstream reported these numbers.",
        UsageSource.Counted => "The upstream reported nothing, so we counted what went past.",
        _ => "Nothing was generated, so there was nothing to count.",
    };

    /// <summary>Why an attempt was charged, or was not.</summary>
    public static string Reason(UsageRecord record) => (record.Outcome, record.Charge > Money.Zero) switch
    {
        (Contracts.Outcome.Completed, true) => "Charged: the whole answer was delivered.",
        (Contracts.Outcome.Completed, false) => "Not charged: the answer was delivered, and its tokens cost nothing.",
        (Contracts.Outcome.Failed, _) => "Not charged: no part of an answer reached you.",
        (Contracts.Outcome.Disconnected, true) => "Charged for the tokens produced until your tool closed the connection, or within seconds after.",
        (Contracts.Outcome.Disconnected, false) => "Not charged: your tool closed the connection before anything was produced.",
        (Contracts.Outcome.Interrupted, true) => "Charged for the tokens that reached you before the answer broke off, not for more.",
        (Contracts.Outcome.Interrupted, false) => "Not charged: the answer broke off before anything was produced.",
        (_, true) => "Charged: how it ended was reported late, after the hold had expired.",
        _ => "Not charged: how it ended was never reported, so the hold expired and was given back.",
    };

    public static string Answer(int? statusCode) => statusCode is { } code ? $"HTTP {code}" : "No answer";
}
