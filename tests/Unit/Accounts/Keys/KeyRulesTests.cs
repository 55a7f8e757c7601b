using Platform.Accounts.Keys;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Keys;

public sealed class KeyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Guid Account = Guid.CreateVersion7(Now);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(5, null, 5)]
    [InlineData(null, 7, 7)]
    [InlineData(5, 7, 5)]
    [InlineData(7, 5, 5)]
    public void A_key_ends_at_the_earlier_of_expiry_and_grace(int? expires, int? grace, int? ends) =>
        Assert.Equal(At(ends), KeyRules.EndsAt(At(expires), At(grace)));

    [Theory]
    [InlineData(KeyStatus.Active, null, true)]
    [InlineData(KeyStatus.Active, 1, true)]
    [InlineData(KeyStatus.Active, 0, false)]
    [InlineData(KeyStatus.Replaced, 1, true)]
    [InlineData(KeyStatus.Replaced, 0, false)]
    [InlineData(KeyStatus.Disabled, null, false)]
    [InlineData(KeyStatus.Deleted, 1, false)]
    public void Only_active_keys_and_replaced_ones_in_grace_work(KeyStatus status, int? endsAt, bool works) =>
        Assert.Equal(works, KeyRules.Works(new KeyFacts("id", "id", Account, "name", status, At(endsAt), null, null), Now));

    [Theory]
    [InlineData(KeyStatus.Active, null, true)]
    [InlineData(KeyStatus.Disabled, null, true)]
    [InlineData(KeyStatus.Replaced, 1, true)]
    [InlineData(KeyStatus.Replaced, 0, false)]
    [InlineData(KeyStatus.Deleted, null, false)]
    public void Deleted_keys_and_replaced_ones_past_their_grace_are_not_listed(KeyStatus status, int? grace, bool listed) =>
        Assert.Equal(listed, KeyRules.Listed(Account, Now).Compile()(Key(status, grace: grace)));

    [Fact]
    public void The_keys_of_another_account_are_not_listed() =>
        Assert.False(KeyRules.Listed(Guid.CreateVersion7(Now), Now).Compile()(Key(KeyStatus.Active)));

    [Theory]
    [InlineData(KeyStatus.Active, null, null)]
    [InlineData(KeyStatus.Active, 1, null)]
    [InlineData(KeyStatus.Active, 0, "key_expired")]
    [InlineData(KeyStatus.Disabled, null, "key_disabled")]
    [InlineData(KeyStatus.Replaced, null, "key_replaced")]
    [InlineData(KeyStatus.Deleted, null, "key_deleted")]
    public void Only_a_working_key_is_rotated(KeyStatus status, int? expires, string? code) =>
        Assert.Equal(code, KeyRules.CheckRotation(Key(status, expires), Now)?.Code);

    [Theory]
    [InlineData(KeyStatus.Active, null)]
    [InlineData(KeyStatus.Disabled, null)]
    [InlineData(KeyStatus.Replaced, "key_replaced")]
    [InlineData(KeyStatus.Deleted, "key_deleted")]
    public void A_key_that_is_gone_for_good_is_not_changed(KeyStatus status, string? code) =>
        Assert.Equal(code, KeyRules.CheckChange(Key(status))?.Code);

    private static KeyRow Key(KeyStatus status, int? expires = null, int? grace = null) =>
        new()
        {
            Id = "id",
            Hash = [],
            LastFour = "abcd",
            AccountId = Account,
            BudgetId = "id",
            Name = "name",
            CreatedAt = Now,
            Status = status,
            ExpiresAt = At(expires),
            GraceEndsAt = At(grace),
        };

    private static DateTimeOffset? At(int? seconds) => seconds is { } some ? Now.AddSeconds(some) : null;
}
