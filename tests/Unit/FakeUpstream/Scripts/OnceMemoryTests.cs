using Platform.FakeUpstream.Scripts;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Scripts;

public sealed class OnceMemoryTests
{
    [Fact]
    public void Beyond_its_capacity_the_oldest_is_forgotten()
    {
        var memory = new OnceMemory(capacity: 2);

        Assert.True(memory.IsFirst("a"));
        Assert.True(memory.IsFirst("b"));
        Assert.False(memory.IsFirst("a"));
        Assert.True(memory.IsFirst("c"));
        Assert.True(memory.IsFirst("a"));
    }
}
