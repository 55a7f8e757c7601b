using System.Buffers.Text;
using System.Text;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage.Reports;

public sealed class UsageCursorTests
{
    [Theory]
    [InlineData("req_1")]
    [InlineData("a.b.c")]
    [InlineData("ümlaut/+=")]
    public void Cursor_comes_back_from_its_text(string requestId)
    {
        var cursor = new UsageCursor(new DateTime(639_000_000_000_000_010, DateTimeKind.Utc), 2, requestId);

        Assert.Equal(cursor, UsageCursor.Parse(cursor.ToString()));
        Assert.DoesNotContain(cursor.ToString(), character => "+/=&%?# ".Contains(character));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("zz")]
    [InlineData("a b")]
    public void Text_of_somebody_else_is_no_cursor(string text) => Assert.Null(UsageCursor.Parse(text));

    [Theory]
    [InlineData("1.2")]
    [InlineData("1.2.")]
    [InlineData("x.2.req")]
    [InlineData("1.x.req")]
    [InlineData("-1.2.req")]
    [InlineData("9223372036854775807.1.req")]
    [InlineData("1.2.a\0b")]
    public void Tampered_cursor_is_no_cursor(string content) =>
        Assert.Null(UsageCursor.Parse(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))));
}
