using Platform.Gateway.Forwarding;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>Memory beside the heap cannot be used once it is freed, and is not freed while it is in use.</summary>
public sealed class NativeBytesTests
{
    [Fact]
    public void They_keep_what_is_in_them_when_they_grow()
    {
        using var bytes = new NativeBytes(3);
        "abc"u8.CopyTo(bytes.GetSpan());
        bytes.Grow(8 * 1024 * 1024);
        "d"u8.CopyTo(bytes.GetSpan()[3..]);
        Assert.Equal("abcd"u8, bytes.Memory.Span[..4]);
        bytes.Grow(1);
        Assert.Equal(8 * 1024 * 1024, bytes.Length);
    }

    [Fact]
    public void Whoever_uses_them_after_the_end_gets_an_exception()
    {
        var bytes = new NativeBytes(3);
        var memory = bytes.Memory;
        ((IDisposable)bytes).Dispose();
        ((IDisposable)bytes).Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span[0]);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
        Assert.Throws<ObjectDisposedException>(() => bytes.Grow(10));
        Assert.Equal(0, bytes.Length);
    }

    [Fact]
    public void While_the_system_uses_them_they_neither_move_nor_go()
    {
        var bytes = new NativeBytes(3);
        var handle = bytes.Memory.Pin();
        Assert.Throws<InvalidOperationException>(() => bytes.Grow(10));
        ((IDisposable)bytes).Dispose();
        Assert.Equal(3, bytes.Length);
        handle.Dispose();
        Assert.Equal(0, bytes.Length);
    }
}
