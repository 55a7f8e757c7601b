using Platform.Accounts.Keys;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Keys;

public sealed class KeyMintTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Guid Account = Guid.CreateVersion7(Now);

    [Fact]
    public void A_new_key_is_stored_without_its_secret_and_is_its_own_budget()
    {
        var (secret, row) = KeyMint.Create(new CreateKeyRequest(" Cursor ", Models: ["gpt-4o", "gpt-4o"]), Account, Now);
        Assert.Equal(secret, ApiKey.Parse(secret.Text));
        Assert.Equal(secret.Hash, Convert.ToHexStringLower(row.Hash));
        Assert.Equal(
            (secret.Id, secret.Id, secret.LastFour, "Cursor", KeyStatus.Active),
            (row.Id, row.BudgetId, row.LastFour, row.Name, row.Status)
        );
        Assert.Equal(["gpt-4o"], row.Models!);
    }

    [Fact]
    public void Expiry_in_another_time_zone_is_kept_in_utc_and_whole_microseconds()
    {
        var expiry = new DateTimeOffset(2027, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)).AddTicks(19);
        var (_, row) = KeyMint.Create(new CreateKeyRequest("x", expiry), Account, Now);
        Assert.Equal(TimeSpan.Zero, row.ExpiresAt!.Value.Offset);
        Assert.Equal(expiry.AddTicks(-9), row.ExpiresAt);
    }

    [Fact]
    public void A_replacement_keeps_every_limit_and_the_budget_of_the_first()
    {
        var each = new PeriodLimit(new Money(2), SpendPeriod.Week);
        var (_, first) = KeyMint.Create(
            new CreateKeyRequest("Cursor", Now.AddDays(9), new Money(5), ["gpt-4o"], PeriodLimit: each, RequestsPerMinute: 60),
            Account,
            Now
        );
        var (_, second) = KeyMint.Replace(first, TimeSpan.FromHours(1), Now);
        var (_, third) = KeyMint.Replace(second, TimeSpan.Zero, Now.AddMinutes(1));

        Assert.Equal((KeyStatus.Replaced, Now.AddHours(1)), (first.Status, first.GraceEndsAt));
        Assert.Equal((KeyStatus.Replaced, Now.AddMinutes(1)), (second.Status, second.GraceEndsAt));
        Assert.Equal(
            (KeyStatus.Active, Account, first.Id, "Cursor", Now.AddDays(9), new Money(5)),
            (third.Status, third.AccountId, third.BudgetId, third.Name, third.ExpiresAt!.Value, third.SpendLimit!.Value)
        );
        Assert.Equal(["gpt-4o"], third.Models!);
        Assert.Equal((each, 60), (third.Limits.PeriodLimit!, third.RequestsPerMinute!.Value));
        Assert.Equal(3, new[] { first.Id, second.Id, third.Id }.Distinct().Count());
    }
}
