using Platform.Usage.Intake;
using Xunit;
using static Platform.Usage.Intake.IntakePhase;

namespace Platform.Tests.Unit.Usage.Intake;

/// <summary>Each row of the table at <see cref="IntakeState"/>, the pauses and the two timers.</summary>
public sealed class IntakeStateTests
{
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(1);

    [Fact]
    public void Intake_begins_with_everything_due()
    {
        Assert.Equal(Starting, IntakeState.Initial.Phase);
        Assert.True(IntakeState.Initial.IsClaimDue(TimeSpan.Zero));
        Assert.True(IntakeState.Initial.IsBacklogDue(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(nameof(Starting))]
    [InlineData(nameof(Recovering))]
    [InlineData(nameof(Reading))]
    [InlineData(nameof(Idle))]
    public void Failure_starts_again_and_keeps_the_timers(string phase) => Assert.Equal(In(Starting), In(phase).Failed());

    [Fact]
    public void Ensured_groups_lead_to_recovery_and_to_a_claim()
    {
        var state = In(Starting).GroupsEnsured();
        Assert.Equal(In(Recovering) with { ClaimedAt = null }, state);
        Assert.True(state.IsClaimDue(Now));
    }

    [Theory]
    [InlineData(nameof(Recovering))]
    [InlineData(nameof(Reading))]
    [InlineData(nameof(Idle))]
    public void Claimed_entries_lead_to_recovery(string phase)
    {
        var later = Now + TimeSpan.FromSeconds(20);
        Assert.Equal(In(Recovering) with { ClaimedAt = later }, In(phase).Claimed(any: true, later));
        Assert.Equal(In(phase) with { ClaimedAt = later }, In(phase).Claimed(any: false, later));
    }

    [Theory]
    [InlineData(nameof(Idle), 1, nameof(Recovering))]
    [InlineData(nameof(Idle), 0, nameof(Idle))]
    [InlineData(nameof(Reading), 1, nameof(Reading))]
    [InlineData(nameof(Recovering), 1, nameof(Recovering))]
    public void Backlog_leads_to_recovery_only_from_idle(string phase, long events, string next)
    {
        var later = Now + TimeSpan.FromSeconds(2);
        Assert.Equal(In(next) with { BacklogReadAt = later }, In(phase).BacklogRead(events, later));
    }

    [Theory]
    [InlineData(nameof(Recovering), 1, nameof(Recovering), 100)]
    [InlineData(nameof(Recovering), 999, nameof(Recovering), 100)]
    [InlineData(nameof(Recovering), 1_000, nameof(Recovering), 0)]
    [InlineData(nameof(Reading), 999, nameof(Reading), 100)]
    [InlineData(nameof(Reading), 1_000, nameof(Reading), 0)]
    [InlineData(nameof(Idle), 1, nameof(Reading), 100)]
    [InlineData(nameof(Idle), 1_000, nameof(Reading), 0)]
    [InlineData(nameof(Recovering), 0, nameof(Idle), 0)]
    [InlineData(nameof(Reading), 0, nameof(Idle), 100)]
    [InlineData(nameof(Idle), 0, nameof(Idle), 100)]
    public void Batch_decides_the_next_phase_and_the_pause(string phase, int entries, string next, int pauseMs) =>
        Assert.Equal((In(next), TimeSpan.FromMilliseconds(pauseMs)), In(phase).BatchPosted(entries));

    [Fact]
    public void Claim_is_due_after_ten_seconds_and_the_backlog_after_one()
    {
        var state = In(Reading);
        Assert.False(state.IsClaimDue(Now + TimeSpan.FromSeconds(10)));
        Assert.True(state.IsClaimDue(Now + TimeSpan.FromSeconds(10.001)));
        Assert.False(state.IsBacklogDue(Now + TimeSpan.FromSeconds(1)));
        Assert.True(state.IsBacklogDue(Now + TimeSpan.FromSeconds(1.001)));
    }

    private static IntakeState In(string phase) => In(Enum.Parse<IntakePhase>(phase));

    /// <summary>With both timers read just now. The phases are internal, so theories name them.</summary>
    private static IntakeState In(IntakePhase phase) => new(phase, Now, Now);
}
