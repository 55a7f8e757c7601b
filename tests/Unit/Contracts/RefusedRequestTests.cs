using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

/// <summary>Whoever knows a key's public id can write into its owner's log, so its texts are bounded and harmless.</summary>
public sealed class RefusedRequestTests
{
    private static readonly string Secret = ApiKey.Create().Text;

    private static RefusedRequest With(string? text) =>
        new RefusedRequest(
            "req_1",
            Guid.Empty,
            "aaaaaaaaaaaa",
            default,
            text ?? "",
            text,
            text,
            404,
            "unknown_url",
            text ?? "",
            false
        ).Cleaned();

    [Theory]
    [InlineData(null, null)]
    [InlineData("  ", null)]
    [InlineData("codex/1.0", "codex/1.0")]
    [InlineData("a\u0000b\u001b[31mc\r\nd", "ab[31mcd")]
    [InlineData("right\u202eleft\u200b", "rightleft")]
    [InlineData("<script>", "<script>")]
    [InlineData("\ud83d\ude00", "\ud83d\ude00")]
    public void What_is_not_printed_is_removed(string? text, string? kept) =>
        Assert.Equal((kept, kept), (With(text).Client, With(text).Model));

    [Fact]
    public void Half_a_character_becomes_one_that_can_be_stored() => Assert.Equal("half \ufffd", With("half \ud83d").Client);

    [Fact]
    public void A_key_is_hidden_wherever_it_stands()
    {
        var cleaned = With($"a/{Secret}/b");
        Assert.Equal(
            ("a/sk-.../b", "a/sk-.../b", "a/sk-.../b", "a/sk-.../b"),
            (cleaned.Client, cleaned.Model, cleaned.Endpoint, cleaned.Message)
        );
        // At the edge of what is kept, and cut.
        Assert.DoesNotContain(Secret[3..20], With(new string('x', 90) + Secret).Model, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret[3..20], With("/" + Secret[..40]).Endpoint, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_cut_but_never_within_a_character()
    {
        var cleaned = With(new string('x', 5_000));
        Assert.Equal(
            (200, 100, 200, 800),
            (cleaned.Client!.Length, cleaned.Model!.Length, cleaned.Endpoint.Length, cleaned.Message.Length)
        );
        Assert.Equal(99, With(new string('x', 99) + "\ud83d\ude00").Model!.Length);
    }

    [Theory]
    [InlineData("sk-ABCDEFGHIJKL", "ABCDEFGHIJKL")]
    [InlineData("Bearer \"sk-ABCDEFGHIJKLmnop", "ABCDEFGHIJKL")]
    [InlineData("sk-ABCDEFGHIJK", null)]
    [InlineData("sk-proj-ABCDEFGHIJKL", null)]
    [InlineData("sk-ABCDEF GHIJKL", null)]
    [InlineData("", null)]
    public void The_public_id_is_read_from_what_is_left_of_a_key(string text, string? id) => Assert.Equal(id, ApiKey.ClaimedId(text));
}
