using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class KeyWordsTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(KeyStatus.Active, null, "Active", true)]
    [InlineData(KeyStatus.Active, 1, "Active", true)]
    [InlineData(KeyStatus.Active, -1, "Expired", false)]
    [InlineData(KeyStatus.Disabled, null, "Disabled", false)]
    [InlineData(KeyStatus.Disabled, -1, "Expired", false)]
    [InlineData(KeyStatus.Replaced, 1, "Replaced, works until 2025-06-01 13:00 UTC", true)]
    [InlineData(KeyStatus.Replaced, -1, "Replaced, no longer works", false)]
    [InlineData(KeyStatus.Deleted, null, "Deleted", false)]
    public void Status_says_whether_the_key_works(KeyStatus status, int? endsInHours, string words, bool works)
    {
        var key = Key(status) with { EndsAt = endsInHours is { } hours ? Now.AddHours(hours) : null };
        Assert.Equal(words, KeyWords.Status(key, Now));
        Assert.Equal(works, KeyWords.Works(key, Now));
    }

    [Fact]
    public void A_key_that_is_no_longer_listed_is_named_by_its_beginning()
    {
        var key = Key(KeyStatus.Active);
        Assert.Equal("Cursor", KeyWords.NameOf([key], key.Id));
        Assert.Equal("Ended key sk-Zzzz…", KeyWords.NameOf([key], "ZzzzYyyyXxxx"));
    }

    [Theory]
    [InlineData("\u202Eevil", "evil")]
    [InlineData("\u200B\u200B", "(no name)")]
    public void A_name_is_shown_without_what_is_not_seen(string name, string shown) =>
        Assert.Equal(shown, KeyWords.Name(Key(KeyStatus.Active) with { Name = name }));

    [Theory]
    [InlineData(KeyStatus.Active, null, "good", "check", "Active")]
    [InlineData(KeyStatus.Active, -1, "bad", "cross", "Expired")]
    [InlineData(KeyStatus.Disabled, null, "off", "pause", "Disabled")]
    [InlineData(KeyStatus.Replaced, 1, "warn", "clock", "Replaced")]
    public void A_status_has_an_icon_a_word_and_a_colour(KeyStatus status, int? endsInHours, string kind, string icon, string word)
    {
        var key = Key(status) with { EndsAt = endsInHours is { } hours ? Now.AddHours(hours) : null };
        Assert.Equal(new StatusMark(kind, icon, word), KeyWords.Mark(key, Now));
    }

    [Theory]
    [InlineData(50, 1, 50, "$100.00")]
    [InlineData(50, 9, 90, "$10.00 a week")]
    [InlineData(100, 20, 100, "$100.00")]
    public void The_bar_is_that_of_the_limit_which_is_nearer_to_its_end(int total, int week, int percent, string limit)
    {
        var key = Key(KeyStatus.Active) with
        {
            SpendLimit = Money.FromUsd(100),
            PeriodLimit = new PeriodLimit(Money.FromUsd(10), SpendPeriod.Week),
        };
        var spent = new PeriodSpending(Money.Zero, Money.FromUsd(week), Money.FromUsd(99));
        var row = Assert.Single(KeyRow.From([key], [new BudgetView(key.BudgetId, Money.FromUsd(total), Money.Zero, spent)], Now));
        Assert.Equal((percent, limit), (row.SpentPercent, row.NearestLimit));
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(79, 79, null)]
    [InlineData(80, 80, "warn")]
    [InlineData(99.99, 99, "warn")]
    [InlineData(100, 100, "bad")]
    [InlineData(250, 100, "bad")]
    public void The_bar_says_how_much_of_the_limit_is_spent(double usd, int percent, string? kind)
    {
        var key = Key(KeyStatus.Active) with { SpendLimit = Money.FromUsd(100) };
        var row = Assert.Single(KeyRow.From([key], [new BudgetView(key.BudgetId, Money.FromUsd((decimal)usd), Money.Zero)], Now));
        Assert.Equal((percent, kind), (row.SpentPercent, row.SpentKind));
    }

    [Fact]
    public void Rows_leave_out_deleted_keys_and_show_what_was_spent()
    {
        var kept = Key(KeyStatus.Active);
        var rows = KeyRow.From([kept, Key(KeyStatus.Deleted)], [new BudgetView(kept.BudgetId, new Money(7), Money.Zero)], Now);
        Assert.Equal(new Money(7), Assert.Single(rows).Spent);
    }

    private static KeyView Key(KeyStatus status) =>
        new("Abcd12345678", "Abcd12345678", "Cursor", "wxyz", status, Now.AddDays(-1), null, null, null, null, null);
}
