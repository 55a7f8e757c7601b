using System.Text;
using Platform.FakeUpstream.Answers;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Answers;

public sealed class DictationTests
{
    [Theory]
    [InlineData("""Call run {"cmd":"echo \"a\" > f"} and stop""", """{"cmd":"echo \"a\" > f"}""")]
    [InlineData("""First run, then run {"cmd":1} again""", """{"cmd":1}""")]
    [InlineData("""Call run with {"cmd":1}""", null)]
    [InlineData("""Call run {"cmd":""", null)]
    [InlineData("""Call run "ls" """, null)]
    public void A_function_takes_the_object_behind_its_name(string text, string? arguments) =>
        Assert.Equal(arguments, Dictated(text, new Tool("run", default)));

    [Theory]
    [InlineData("""Call patch "a\nb" now""", "a\nb")]
    [InlineData("""Call patch {"input":"a\nb"} now""", "a\nb")]
    [InlineData("""Call patch {"other":1}""", null)]
    [InlineData("Call patch a", null)]
    public void Free_text_is_a_string_or_the_input_of_an_object(string text, string? arguments) =>
        Assert.Equal(arguments, Dictated(text, new Tool("patch", default, FreeText: true)));

    private static string? Dictated(string text, Tool tool) =>
        Dictation.Parse(text, tool) is { } said ? Encoding.UTF8.GetString(said.Span) : null;
}
