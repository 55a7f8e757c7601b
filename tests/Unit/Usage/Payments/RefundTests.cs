using Platform.Contracts;
using Platform.Usage.Payments.Refunds;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

public sealed class RefundTests
{
    [Theory]
    [InlineData("Requested", 20, false)]
    [InlineData("Requested", 21, true)]
    [InlineData("Done", 21, false)]
    [InlineData("Refused", 21, false)]
    public void Unanswered_order_is_not_repeated_when_the_provider_may_have_forgotten_it(string status, int hours, bool forgotten)
    {
        var refund = new Refund("r-1", Guid.Empty, new Money(1), new Money(1), Enum.Parse<RefundStatus>(status), DateTime.UnixEpoch);
        Assert.Equal(forgotten, refund.IsPastIdempotency(DateTimeOffset.UnixEpoch.AddHours(hours)));
    }
}
