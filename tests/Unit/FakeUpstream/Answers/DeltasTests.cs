using System.Text;
using Platform.FakeUpstream.Answers;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Answers;

public sealed class DeltasTests
{
    [Fact]
    public void Text_is_cut_before_spaces() =>
        Assert.Equal(["This answer is", " made up, but", " it is always"], Cut("This answer is made up, but it is always"));

    [Fact]
    public void Text_without_spaces_is_cut_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("a😀€", 40));

        var pieces = Cut(text);

        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.DoesNotContain('\uFFFD', piece));
        Assert.All(pieces, piece => Assert.InRange(Encoding.UTF8.GetByteCount(piece), 1, 24));
    }

    [Fact]
    public void Hundred_and_sixty_tokens_are_about_forty_pieces() =>
        Assert.InRange(Cut(Encoding.UTF8.GetString(AnswerText.WithLength(AnswerText.Quote("You said: "u8, "Hi"), 160).Span)).Count, 38, 46);

    private static List<string> Cut(string text)
    {
        List<string> pieces = [];
        for (ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text); !rest.IsEmpty; )
        {
            var length = Deltas.Next(rest);
            pieces.Add(Encoding.UTF8.GetString(rest[..length]));
            rest = rest[length..];
        }

        return pieces;
    }
}
