using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class TransactionTests
{
    private static readonly AccountTransaction Bought = new(
        new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        TransactionKind.Purchase,
        "Starter",
        "checkout:1",
        Money.FromUsd(6),
        Money.FromUsd(5),
        0,
        Money.FromUsd(7.5m)
    );

    private static readonly AccountTransaction Day = Bought with
    {
        Kind = TransactionKind.Usage,
        Description = "",
        Reference = "2026-01-31",
        Amount = new Money(-1_520),
        Paid = Money.Zero,
        Requests = 1_204,
    };

    [Theory]
    [InlineData(TransactionKind.Purchase, 5, "Bought Starter", "$5.00 paid")]
    [InlineData(TransactionKind.Purchase, 6, "Bought Starter", null)]
    [InlineData(TransactionKind.Refund, -1.25, "Refund of Starter", "$1.25 returned to you")]
    [InlineData(TransactionKind.Dispute, -5, "Starter disputed by your bank", "$5.00 withheld by your bank")]
    [InlineData(TransactionKind.DisputeRelease, 5, "Dispute of Starter closed", null)]
    [InlineData(TransactionKind.Promotion, 0, "Free credit: Starter", null)]
    public void Each_kind_has_its_words(TransactionKind kind, double paid, string title, string? detail)
    {
        var transaction = Bought with { Kind = kind, Paid = Money.FromUsd((decimal)paid) };
        Assert.Equal((title, detail), (TransactionWords.Title(transaction), TransactionWords.Detail(transaction)));
    }

    [Fact]
    public void Charges_of_a_day_name_the_day_and_how_many_requests() =>
        Assert.Equal(
            ("Usage", "1,204 requests", "2026-01-31"),
            (TransactionWords.Title(Day), TransactionWords.Detail(Day), TransactionWords.When(Day))
        );

    [Fact]
    public void An_amount_has_its_sign_and_is_aligned()
    {
        var column = new MoneyColumn([Bought.Amount, Day.Amount]);
        Assert.Equal("+$6.00\u2007\u2007\u2007\u2007\u2007\u2007", TransactionWords.Signed(column, Bought.Amount));
        Assert.Equal("-$0.00000152", TransactionWords.Signed(column, Day.Amount));
    }

    [Fact]
    public void A_row_of_the_file_has_a_value_for_each_name()
    {
        Assert.Equal("2026-01-31T12:00:00.000Z,Purchase,Starter,checkout:1,6,7.5,5,0\r\n", TransactionCsv.Row(Bought));
        Assert.Equal("2026-01-31,Usage,,2026-01-31,-0.00000152,7.5,0,1204\r\n", TransactionCsv.Row(Day));
        Assert.Equal(TransactionCsv.Header.Count(c => c == ','), TransactionCsv.Row(Day).Count(c => c == ','));
    }

    [Fact]
    public void What_the_ledger_does_not_have_yet_is_a_line_of_its_own()
    {
        var page = new TransactionPage([Bought], Money.FromUsd(7.5m), null);
        Assert.Equal(new Money(-20), TransactionRows.Newest("t", "", Money.FromUsd(7.5m) - new Money(20), page).Posting);
        Assert.Equal(Money.Zero, TransactionRows.Newest("t", "", Money.FromUsd(7.5m), page).Posting);
    }
}
