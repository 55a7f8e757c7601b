using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("Parameters:the-key=given")]
    [InlineData("Parameters:the_key=given")]
    public async Task Configuration_wins_over_the_default(string argument)
    {
        var parameter = DistributedApplication.CreateBuilder([argument]).AddParameter("the-key", "default");
        Assert.Equal("given", await parameter.Resource.GetValueAsync(default));
    }

    [Fact]
    public async Task Missing_value_is_told_with_both_ways_to_give_it()
    {
        var parameter = DistributedApplication.CreateBuilder().AddParameter("the-key", secret: true);
        var refusal = await Assert.ThrowsAsync<MissingParameterValueException>(async () => await parameter.Resource.GetValueAsync(default));
        Assert.Equal(
            "The parameter 'the-key' has no value. Set it with `dotnet user-secrets --project AppHost set Parameters:the-key <value>`, "
            + "or as environment variable Parameters__the_key.", refusal.Message);
    }

    [Fact]
    public async Task Generated_value_is_generated_once()
    {
        var parameter = DistributedApplication.CreateBuilder().AddParameter("the-key", new GenerateParameterDefault { MinLength = 20 }, persist: true);
        Assert.Equal(await parameter.Resource.GetValueAsync(default), await parameter.Resource.GetValueAsync(default));
    }

    [Fact]
    public void Generated_text_has_the_length_and_the_classes_asked_for()
    {
        var text = new GenerateParameterDefault { MinLength = 30, Special = false, MinUpper = 5, MinNumeric = 5 }.GetDefaultValue();
        Assert.Equal(30, text.Length);
        Assert.True(text.Count(char.IsAsciiLetterUpper) >= 5 && text.Count(char.IsAsciiDigit) >= 5);
        Assert.DoesNotContain(text, c => !char.IsAsciiLetterOrDigit(c));
    }
}
