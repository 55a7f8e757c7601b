using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Describes the outcome of a request.</summary>
public static class UsageWords
{
    public static string Outcome(Outcome outcome) =>
        outcome switch
        {
            Contracts.Outcome.Completed => "Completed",
            Contracts.Outcome.Failed => "Failed",
            Contracts.Outcome.Disconnected => "Cut off by your tool",
            Contracts.Outcome.Interrupted => "Cut off in the middle",
            Contracts.Outcome.Abandoned => "Ended unreported",
            _ => outcome.ToString(),
        };

    public static StatusMark Mark(Outcome outcome) =>
        outcome switch
        {
            Contracts.Outcome.Completed => StatusMark.Good(Outcome(outcome)),
            Contracts.Outcome.Failed => StatusMark.Bad(Outcome(outcome)),
            Contracts.Outcome.Disconnected => StatusMark.Info(Outcome(outcome)),
            Contracts.Outcome.Interrupted => StatusMark.Warn(Outcome(outcome)),
            _ => StatusMark.Off(Outcome(outcome)),
        };

    public static string Source(UsageSource source, UsageDoubt? doubt) =>
        source switch
        {
            UsageSource.Counted when doubt is not null => "The upstream's numbers cannot be right, so we counted what went past.",
            UsageSource.Upstream => "The upstream reported these numbers.",
            UsageSource.Counted => "The upstream reported nothing, so we counted what went past.",
            _ => "Nothing was generated, so there was nothing to count.",
        };

    public static string Answer(int? statusCode) => statusCode is { } code ? $"HTTP {code}" : "No answer";
}
