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
