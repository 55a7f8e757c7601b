using System.Text;
using Platform.Gateway.Translation.Json;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation;

/// <summary>A long text is written in pieces, and reads as if it were not.</summary>
public sealed class LongStringTests
{
    [Theory]
    [InlineData("x")]
    [InlineData("\n")]
    [InlineData("é")]
    [InlineData("\U0001F600")]
    [InlineData("\uD83D")]
    [InlineData("\uDE00")]
    [InlineData("a\uD83Db\uDE00c\"")]
    public void It_is_the_text(string piece)
    {
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
