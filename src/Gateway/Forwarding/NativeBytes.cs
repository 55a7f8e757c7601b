using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Bytes beside the heap of the garbage collector, for what is large and short-lived: they grow without a second copy, and the system has
/// them back as soon as they are disposed, while a large array stays until a collection of everything. Whoever uses them after that gets an
/// exception; an operating system that still reads into them does no harm, since they are freed when it has ended.
/// </summary>
internal sealed unsafe class NativeBytes : MemoryManager<byte>
{
    private readonly Lock gate = new();
    private byte* start;
    private int length,
        pins;
    private bool disposed;

    /// <param name="size">In bytes. They are not cleared, and take no memory until they are written.</param>
    public NativeBytes(int size)
    {
        start = (byte*)NativeMemory.Alloc((nuint)size);
        length = size;
    }

    public int Length => length;

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return new Span<byte>(start, length);
    }

    /// <summary>Makes them longer; what is in them stays.</summary>
    /// <exception cref="InvalidOperationException">The operating system reads or writes them now.</exception>
    public void Grow(int size)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (pins > 0)
                throw new InvalidOperationException("The bytes are in use.");
            if (size <= length)
                return;
            start = (byte*)NativeMemory.Realloc(start, (nuint)size);
            length = size;
        }
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
            pins++;
            return new MemoryHandle(start + elementIndex, default, this);
        }
    }

    public override void Unpin()
    {
        lock (gate)
        {
            pins--;
            FreeUnused();
        }
    }

    [SuppressMessage("Usage", "CA2215", Justification = "The base class has nothing to dispose.")]
    protected override void Dispose(bool disposing)
    {
        lock (gate)
        {
            disposed = true;
            FreeUnused();
        }
    }

    private void FreeUnused()
    {
        if (!disposed || pins > 0)
            return;
        NativeMemory.Free(start);
        start = null;
        length = 0;
    }
}
