using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage.Reports;

public sealed class TransactionQueryTests
{
    [Theory]
    [InlineData("2026-01-31")]
    [InlineData("0193a5e0-0000-7000-8000-000000000001")]
    public void Cursor_comes_back_from_its_text(string id)
    {
        var cursor = new TransactionCursor(new DateTime(639_000_000_000_000_010, DateTimeKind.Utc), id);
        Assert.Equal(cursor, TransactionCursor.Parse(cursor.ToString()));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData("x.2026-01-31")]
    [InlineData("9223372036854775807.2026-01-31")]
    [InlineData("1.a\0b")]
    [InlineData("1.0123456789012345678901234567890123456")]
    public void Tampered_cursor_is_no_cursor(string content) =>
        Assert.Null(TransactionCursor.Parse(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))));

    [Theory]
    [InlineData("?limit=0", "limit", "limit must be a whole number from 1 to 500. Leave it out for 50.")]
    [InlineData("?limit=501", "limit", "limit must be a whole number from 1 to 500. Leave it out for 50.")]
    [InlineData("?cursor=*", "cursor", "cursor must be the nextCursor of the page before. Leave it out for the first page.")]
    public void A_wrong_field_is_named(string query, string field, string message)
    {
        TransactionQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(query)), out var problems);
        Assert.Equal([message], problems[field]);
    }
}
