using Microsoft.AspNetCore.Http;
using Platform.Contracts;
using Platform.Gateway.Keys;
using Xunit;

namespace Platform.Tests.Unit.Gateway;

public sealed class PresentedKeyTests
{
    private static readonly ApiKey Key = ApiKey.Create();

    private static string Explain(string header, string value)
    {
        var (key, error) = PresentedKey.Read(new HeaderDictionary { [header] = value });
        Assert.Null(key);
        Assert.Equal((401, "invalid_api_key"), (error!.Status, error.Code));
        return error.Message;
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("authorization", "bearer ")]
    [InlineData("x-api-key", "")]
    public void The_same_key_works_in_either_header(string header, string before) =>
        Assert.Equal(Key.Hash, PresentedKey.Read(new HeaderDictionary { [header] = before + Key.Text }).Key?.Hash);

    [Theory]
    [InlineData("", "No API key was sent")]
    [InlineData("Bearer ", "No API key was sent")]
    [InlineData("Bearer sk-proj-abcdefghijklmnop", "key of OpenAI")]
    [InlineData("Bearer sk-ant-api03-abcdefghijklmnop", "key of Anthropic")]
    [InlineData("Bearer sk-or-v1-abcdefghijklmnop", "key of OpenRouter")]
    [InlineData("Bearer https://api.example.com/v1", "holds an address")]
    [InlineData("Bearer something-else-entirely", "ours begin with sk-")]
    [InlineData("Bearer sk-tooshort12345", "cut while copying")]
    [InlineData("Basic dXNlcjpwYXNz", "Basic authentication")]
    public void Each_mistake_is_named(string authorization, string expected) =>
        Assert.Contains(expected, Explain("Authorization", authorization), StringComparison.Ordinal);

    [Fact]
    public void Bearer_twice_is_named() => Assert.Contains("word Bearer", Explain("Authorization", "Bearer Bearer " + Key.Text), StringComparison.Ordinal);

    [Fact]
    public void Quotes_around_the_key_are_named() => Assert.Contains("spaces or quotes", Explain("Authorization", $"Bearer \"{Key.Text}\""), StringComparison.Ordinal);

    [Fact]
    public void A_mistyped_key_is_told_from_a_cut_one()
    {
        var wrong = Key.Text[..20] + (Key.Text[20] == 'x' ? 'y' : 'x') + Key.Text[21..];
        Assert.Contains("wrong character", Explain("x-api-key", wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_than_four_characters_of_a_key_are_repeated()
    {
        var message = Explain("Authorization", "Bearer " + Key.Text[..40]);
        Assert.DoesNotContain(Key.Text[..10], message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Text[34..40], message, StringComparison.Ordinal);
    }
}
