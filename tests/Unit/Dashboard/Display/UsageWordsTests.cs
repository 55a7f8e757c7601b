using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class UsageWordsTests
{
    [Fact]
    public void Every_outcome_and_source_has_words_of_its_own()
    {
        Assert.Distinct(Enum.GetValues<Outcome>().Select(UsageWords.Outcome));
        Assert.Distinct(Enum.GetValues<UsageSource>().Select(source => UsageWords.Source(source, null)));
    }
}
