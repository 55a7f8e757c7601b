namespace Platform.Contracts;

/// <summary>Why an attempt was or was not charged, in the words that the API's receipt and the dashboard's receipt page share.</summary>
public static class ChargeReason
{
    /// <summary>A sentence that begins with "Charged" or "Not charged". docs/billing.md has the rules behind it.</summary>
    public static string For(UsageRecord attempt) => attempt.Charge > Money.Zero ? Charged(attempt) : NotCharged(attempt);

    private static string Charged(UsageRecord attempt) =>
        attempt.WrittenOff > Money.Zero
            ? $"{ChargedFor(attempt)} It cost more than your credit could pay; the rest is not yours to pay."
            : ChargedFor(attempt);

    private static string ChargedFor(UsageRecord attempt) =>
        (attempt.Outcome, attempt.Source) switch
        {
            (Outcome.Completed, UsageSource.Counted) when attempt.Doubt is not null =>
                "Charged: the whole answer was delivered. The provider's count of its tokens cannot be right, so they were counted: four "
                    + "bytes of text each.",
            (Outcome.Completed, UsageSource.Counted) =>
                "Charged: the whole answer was delivered. The provider named no tokens, so they were counted: four bytes of text each.",
            (Outcome.Completed, _) => "Charged: the whole answer was delivered, and the provider said how many tokens it had.",
            (Outcome.Disconnected, _) =>
                "Charged for what was produced until the provider ended, or was given up a few seconds after your tool hung up.",
            (Outcome.Interrupted, _) when EndedForCredit(attempt.ErrorCode) =>
                "Charged for what was delivered until no more credit could be set aside for it.",
            (Outcome.Interrupted, _) => "Charged for what was delivered before the provider broke off.",
            _ => "Charged: how it ended was reported late, after the hold had expired.",
        };

    private static string NotCharged(UsageRecord attempt) =>
        (attempt.Outcome, attempt.Source) switch
        {
            _ when attempt.WrittenOff > Money.Zero => "Not charged: no credit was left to pay for it, and nobody asks you for the rest.",
            (Outcome.Completed, _) => "Not charged: the answer was delivered, and its tokens cost nothing.",
            (Outcome.Failed, _) when attempt.ErrorCode == "empty_answer" => "Not charged: the answer was empty.",
            (Outcome.Failed, _) => "Not charged: the request failed before anything was delivered.",
            (Outcome.Disconnected, UsageSource.None) => "Not charged: your tool hung up before anything was produced.",
            (Outcome.Disconnected, _) => "Not charged: your tool hung up, and the tokens produced until then cost nothing.",
            (Outcome.Interrupted, UsageSource.None) => "Not charged: the answer broke off before anything was produced.",
            (Outcome.Interrupted, _) => "Not charged: the answer broke off, and the tokens delivered until then cost nothing.",
            _ => "Not charged: how it ended was never reported, so the hold expired and was given back.",
        };

    /// <summary>The error codes of an answer that ended because its hold could not grow.</summary>
    private static bool EndedForCredit(string? errorCode) =>
        errorCode is "insufficient_quota" or "key_limit_exceeded" or "service_unavailable";
}
