using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

/// <summary>The one wording of a charge, which the API's receipt and the dashboard's page share.</summary>
public sealed class ChargeReasonTests
{
    private const string Whole = "Charged: the whole answer was delivered, and the provider said how many tokens it had.";
    private const string Counted =
        "Charged: the whole answer was delivered. The provider named no tokens, so they were counted: four bytes of text each.";

    [Theory]
    [InlineData(Outcome.Completed, UsageSource.Upstream, 5, null, Whole)]
    [InlineData(Outcome.Completed, UsageSource.Counted, 5, null, Counted)]
    [InlineData(Outcome.Completed, UsageSource.Upstream, 0, null, "Not charged: the answer was delivered, and its tokens cost nothing.")]
    [InlineData(Outcome.Failed, UsageSource.None, 0, "upstream_error", "Not charged: the request failed before anything was delivered.")]
    [InlineData(Outcome.Failed, UsageSource.None, 0, "empty_answer", "Not charged: the answer was empty.")]
    [InlineData(
        Outcome.Disconnected,
        UsageSource.Counted,
        5,
        null,
        "Charged for what was produced until the provider ended, or was given up a few seconds after your tool hung up."
    )]
    [InlineData(Outcome.Disconnected, UsageSource.None, 0, null, "Not charged: your tool hung up before anything was produced.")]
    [InlineData(
        Outcome.Interrupted,
        UsageSource.Counted,
        5,
        "upstream_error",
        "Charged for what was delivered before the provider broke off."
    )]
    [InlineData(
        Outcome.Interrupted,
        UsageSource.Counted,
        5,
        "key_limit_exceeded",
        "Charged for what was delivered until no more credit could be set aside for it."
    )]
    [InlineData(
        Outcome.Interrupted,
        UsageSource.None,
        0,
        "upstream_error",
        "Not charged: the answer broke off before anything was produced."
    )]
    [InlineData(
        Outcome.Abandoned,
        UsageSource.None,
        0,
        null,
        "Not charged: how it ended was never reported, so the hold expired and was given back."
    )]
    [InlineData(Outcome.Abandoned, UsageSource.Upstream, 5, null, "Charged: how it ended was reported late, after the hold had expired.")]
    public void Every_end_has_its_sentence(Outcome outcome, UsageSource source, long charge, string? error, string expected) =>
        Assert.Equal(expected, ChargeReason.For(Record(outcome, source, charge, error)));

    [Theory]
    [InlineData(5, Whole + " It cost more than your credit could pay; the rest is not yours to pay.")]
    [InlineData(0, "Not charged: no credit was left to pay for it, and nobody asks you for the rest.")]
    public void What_is_written_off_is_said(long charge, string expected) =>
        Assert.Equal(
            expected,
            ChargeReason.For(Record(Outcome.Completed, UsageSource.Upstream, charge, null) with { WrittenOff = new Money(7) })
        );

    [Fact]
    public void A_sentence_begins_with_whether_it_was_charged()
    {
        foreach (var outcome in Enum.GetValues<Outcome>())
        foreach (var source in Enum.GetValues<UsageSource>())
        foreach (var charge in (long[])[0, 5])
            Assert.StartsWith(
                charge > 0 ? "Charged" : "Not charged",
                ChargeReason.For(Record(outcome, source, charge, null)),
                StringComparison.Ordinal
            );
    }

    private static UsageRecord Record(Outcome outcome, UsageSource source, long charge, string? error) =>
        new(
            "req",
            1,
            "key",
            "/v1/chat/completions",
            "gpt-4.1",
            "primary",
            true,
            default,
            10,
            5,
            200,
            outcome,
            error,
            TokenUsage.None,
            source,
            new Price(1, 1, 1),
            new Money(10),
            new Money(charge),
            null,
            null
        );
}
