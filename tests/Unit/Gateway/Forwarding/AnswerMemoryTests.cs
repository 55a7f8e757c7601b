using Microsoft.Extensions.Options;
using Platform.Gateway.Forwarding;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class AnswerMemoryTests
{
    private const int MiB = 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task What_is_taken_is_waited_for_until_it_is_returned()
    {
        using var memory = Memory(TimeSpan.FromMinutes(5));
        var first = await memory.TakeAsync(7 * MiB, isConverted: false, default);
        Assert.Equal(3L * MiB, memory.Free);
        var second = memory.TakeAsync(4 * MiB, isConverted: false, default).AsTask();
        Assert.False(second.IsCompleted);
        first!.Dispose();
        using (await second.WaitAsync(Timeout))
            Assert.Equal(6L * MiB, memory.Free);
        Assert.Equal(10L * MiB, memory.Free);
    }

    /// <summary>It would never have room beside another.</summary>
    [Fact]
    public async Task One_that_is_larger_than_all_memory_has_it_alone()
    {
        using var memory = Memory(TimeSpan.FromMinutes(5));
        using var large = await memory.TakeAsync(60L * MiB, isConverted: false, default);
        Assert.NotNull(large);
        Assert.Equal(0, memory.Free);
    }

    [Fact]
    public async Task The_wait_is_bounded_and_ends_with_the_client()
    {
        using var memory = Memory(TimeSpan.FromMilliseconds(100));
        using var all = await memory.TakeAsync(10 * MiB, isConverted: false, default);
        Assert.Null(await memory.TakeAsync(MiB, isConverted: false, default).AsTask().WaitAsync(Timeout));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            memory.TakeAsync(MiB, isConverted: false, gone.Token).AsTask().WaitAsync(Timeout)
        );
        Assert.Equal(0, memory.Free);
    }

    private static AnswerMemory Memory(TimeSpan idleTimeout) =>
        new(Options.Create(new ForwardingOptions { MaxAnswerBytesInAll = 10 * MiB, IdleTimeout = idleTimeout }));
}
