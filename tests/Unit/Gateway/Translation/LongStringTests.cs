using System.Text;
using System.Text.RegularExpressions;
using Platform.Gateway.Translation.Json;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>A long text is written in pieces, and reads as if it were not.</summary>
public sealed class LongStringTests
{
    /// <param name="escaped">With escapes: the name of a test cannot have half of a surrogate pair.</param>
    [Theory]
    [InlineData("x")]
    [InlineData("\\n")]
    [InlineData("é")]
    [InlineData("\\ud83d\\ude00")]
    [InlineData("\\ud83d")]
    [InlineData("\\ude00")]
    [InlineData("a\\ud83db\\ude00c\\\"")]
    public void It_is_the_text(string escaped)
    {
        var piece = Regex.Unescape(escaped);
        foreach (var before in (string[])["", "a", "\uD83D"])
        {
            var text = before + string.Concat(Enumerable.Repeat(piece, 50_000));
            Assert.Equal(
                Encoding.UTF8.GetString(TranslatedJson.Write(json => Write(json, json => json.WriteString("a", text)))),
                Encoding.UTF8.GetString(TranslatedJson.Write(json => Write(json, json => json.WriteLongString("a", text))))
            );
        }
    }

    [Fact]
    public void None_is_null() =>
        Assert.Equal("""{"a":null}""", TranslatedJson.WriteText(json => Write(json, json => json.WriteLongString("a", null))));

    private static void Write(System.Text.Json.Utf8JsonWriter json, Action<System.Text.Json.Utf8JsonWriter> member)
    {
        json.WriteStartObject();
        member(json);
        json.WriteEndObject();
    }
}
