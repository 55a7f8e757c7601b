using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Payments.Purchases;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

public sealed class PaymentTests
{
    private static readonly PurchaseRow Known = new("pay-1", Events.Account, "builder", 20, 20, DateTime.UnixEpoch);

    [Theory]
    [InlineData("p", true)]
    [InlineData("pay_1-A", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("pay 1", false)]
    [InlineData("päy", false)]
    [InlineData("pay\n", false)]
    public void Payment_id_is_letters_digits_underscore_and_hyphen(string? id, bool valid) =>
        Assert.Equal(valid, LedgerReference.IsValid(id));

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Payment_id_has_at_most_a_hundred_characters(int length, bool valid) =>
        Assert.Equal(valid, LedgerReference.IsValid(new string('a', length)));

    [Fact]
    public void Same_payment_again_gets_the_same_answer() =>
        Assert.Equal(
            new PurchaseResult(PurchaseStatus.Repeated, Known.View),
            PurchaseResult.FromKnown(Known, Events.Account, new PurchaseRequest("pay-1", "builder"))
        );

    [Fact]
    public void Same_payment_for_another_pack_names_the_pack()
    {
        var result = PurchaseResult.FromKnown(Known, Events.Account, new PurchaseRequest("pay-1", "team"));

        Assert.Equal((PurchaseStatus.Conflict, "packId"), (result.Status, result.Field));
    }

    [Fact]
    public void Same_payment_of_another_account_names_the_account_and_shows_nothing() =>
        Assert.Equal(
            new PurchaseResult(PurchaseStatus.Conflict, null, "accountId"),
            PurchaseResult.FromKnown(Known, Guid.Empty, new PurchaseRequest("pay-1", "builder"))
        );
}
