using Platform.Contracts;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

public sealed class ApiKeyTests
{
    [Fact]
    public void A_created_key_is_parsed_back_and_has_a_stable_hash()
    {
        var key = ApiKey.Create();
        var parsed = ApiKey.Parse(key.Text);
        Assert.NotNull(parsed);
        Assert.Equal((key.Id, key.LastFour, key.Hash), (parsed.Id, parsed.LastFour, parsed.Hash));
        Assert.Matches("^sk-[0-9A-Za-z]{50}$", key.Text);
        Assert.Matches("^[0-9a-f]{64}$", key.Hash);
    }

    [Fact]
    public void Any_single_wrong_character_is_noticed()
    {
        var text = ApiKey.Create().Text;
        for (var i = 0; i < text.Length; i++)
        {
            var wrong = text.ToCharArray();
            wrong[i] = wrong[i] == 'a' ? 'b' : 'a';
            Assert.Null(ApiKey.Parse(new string(wrong)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-")]
    [InlineData("sk-ant-api03-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Other_texts_are_no_keys(string text) => Assert.Null(ApiKey.Parse(text));

    [Fact]
    public void Its_text_never_slips_out_by_printing_it()
    {
        var key = ApiKey.Create();
        Assert.DoesNotContain(key.Text[15..40], $"{key}", StringComparison.Ordinal);
    }
}

public sealed class TillKeysTests
{
    [Fact]
    public void All_keys_of_an_account_share_its_shards_hash_tag()
    {
        var account = Guid.Parse("019aa000-0000-7000-8000-00000000002b");
        Assert.Equal(11, TillKeys.ShardOf(account));
        Assert.Equal("{till11}:account:019aa00000007000800000000000002b", TillKeys.Account(account));
        Assert.Equal("{till11}:account:", TillKeys.AccountPrefix(11));
        Assert.Equal("{till11}:hold:req_1", TillKeys.Hold(11, "req_1"));
        Assert.Equal("{till11}:events", TillKeys.Events(11));
    }
}
