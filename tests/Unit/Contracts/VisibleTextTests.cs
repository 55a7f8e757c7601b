using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("Cursor on my laptop")]
    [InlineData("Курсор")]
    [InlineData("لپ‌تاپ من")] // Persian is written with the zero-width non-joiner.
    [InlineData("👩‍💻 ⚙️")]
    [InlineData("<script>")]
    [InlineData("#1")]
    public void What_is_seen_may_stand(string name)
    {
        Assert.Null(VisibleText.Fault(name));
        Assert.Equal(name, VisibleText.Of(name));
    }

    [Theory]
    [InlineData("\u202Eevil", "U+202E", "evil")] // right-to-left override
    [InlineData("a\u2066b\u2069", "U+2066", "ab")] // isolates
    [InlineData("\u200F", "U+200F", "")]
    [InlineData("\u200B\u200B", "U+200B", "")] // zero-width space
    [InlineData("\uFEFFa", "U+FEFF", "a")]
    [InlineData("a\u2060b", "U+2060", "ab")] // word joiner
    [InlineData("a\u00ADb", "U+00AD", "ab")] // soft hyphen
    [InlineData("a\nb", "U+000A", "ab")]
    [InlineData("a\u0000", "U+0000", "a")]
    [InlineData("a\u2028b", "U+2028", "ab")]
    [InlineData("\u3164", "U+3164", "")] // Hangul filler
    [InlineData("\u2800\u2800", "U+2800", "")] // a Braille cell without dots
    [InlineData("\U000E0041", "U+E0041", "")] // a tag
    [InlineData("a\uD800", "U+FFFD", "a")] // half of a surrogate pair
    public void What_is_not_seen_or_turns_the_text_is_named(string name, string character, string seen)
    {
        Assert.Contains(character, VisibleText.Fault(name), StringComparison.Ordinal);
        Assert.Equal(seen, VisibleText.Of(name));
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("\u200D\u200D")] // joiners that join nothing
    [InlineData("\u00A0\u3000")]
    [InlineData("\u0301")] // an accent of no letter
    public void Something_must_be_seen(string name)
    {
        Assert.Equal("Use at least one letter, digit or sign.", VisibleText.Fault(name));
        Assert.Equal("", VisibleText.Of(name));
    }
}
