using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class MoneyColumnTests
{
    [Fact]
    public void Amounts_end_as_far_behind_their_points_as_the_longest()
    {
        Money[] amounts = [Money.FromUsd(12), Money.FromUsd(0.000332m), Money.FromUsd(-1.5m)];
        var column = new MoneyColumn(amounts);
        Assert.Equal(["$12.00\u2007\u2007\u2007\u2007", "$0.000332", "-$1.50\u2007\u2007\u2007\u2007"], amounts.Select(column.Text));
    }

    [Fact]
    public void Whole_cents_need_no_filling() => Assert.Equal("$5.00", new MoneyColumn([Money.FromUsd(5)]).Text(Money.FromUsd(5)));
}
