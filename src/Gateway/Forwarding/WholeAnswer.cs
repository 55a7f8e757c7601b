using System.Buffers;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// An answer that is not streamed, in one piece of memory: it is checked and priced before the first byte of it is sent. Its memory grows
/// with what has come; a large one lies beside the heap and takes a share of <see cref="AnswerMemory"/>. <see cref="Dispose"/> returns both.
/// </summary>
/// <param name="maxBytes">The largest answer.</param>
/// <param name="isConverted">Whether another one is made of it.</param>
internal sealed class WholeAnswer(AnswerMemory memory, int maxBytes, bool isConverted) : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    private readonly int copies = isConverted ? ConversionMemory.PerByte : 1,
        limit =
            (int)
                Math.Min(
                    maxBytes,
                    Math.Max(
                        AnswerMemory.SmallAnswer,
                        isConverted ? (memory.All - ConversionMemory.Envelope) / ConversionMemory.PerByte : memory.All
                    )
                );

    private byte[] small = [];
    private NativeBytes? large;
    private int length;
    private IDisposable? share,
        further;
    private long shared;

    /// <summary>The answer, until it is changed or disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => Buffer[..length];

    private Memory<byte> Buffer => large?.Memory ?? small;

    /// <returns>False where there was no memory for it in time.</returns>
    /// <exception cref="AnswerTooLargeException">Nothing more of it is read.</exception>
    /// <exception cref="IOException">The upstream broke off.</exception>
    public async Task<bool> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > limit)
            throw TooLarge();
        // One byte more, so that the end is seen without growing.
        var most = (int)(announced ?? limit) + 1;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        Grow(Math.Min(most, announced is null ? FirstBytes : AnswerMemory.SmallAnswer));
        while (await stream.ReadAsync(Buffer[length..], cancellationToken) is var read and > 0)
        {
            length += read;
            if (length > limit)
                throw TooLarge();
            if (length < Buffer.Length)
                continue;
            if (share is null && length >= AnswerMemory.SmallAnswer)
            {
                shared = (long)most * copies + (isConverted ? ConversionMemory.Envelope : 0);
                share = await memory.TakeAsync(shared, isConverted, cancellationToken);
                if (share is null)
                    return false;
            }

            // Its share is for all of it, so what was announced is allocated at once.
            Grow(share is not null && announced is not null ? most : (int)Math.Min(Buffer.Length * 2L, most));
        }

        return !isConverted || TakeForConversion();
    }

    /// <summary>Puts another answer in its place.</summary>
    public void Overwrite(ReadOnlySpan<byte> answer)
    {
        length = 0;
        Grow(answer.Length);
        answer.CopyTo(Buffer.Span);
        length = answer.Length;
    }

    /// <summary>Makes the splices where it lies, from the last to the first, so that no place moves before its turn.</summary>
    public void Make(IReadOnlyList<Splice> splices)
    {
        foreach (
            var (at, with) in splices.OrderBy(static splice => splice.At.Start.Value).ThenBy(static splice => splice.At.End.Value).Reverse()
        )
        {
            var (start, end) = (at.Start.Value, at.End.Value);
            var next = length + with.Length - (end - start);
            Grow(next);
            Buffer.Span[end..length].CopyTo(Buffer.Span[(start + with.Length)..]);
            with.CopyTo(Buffer.Span[start..]);
            length = next;
        }
    }

    /// <summary>Frees its bytes. Its share stays, for what was made of them.</summary>
    public void Drop()
    {
        Return(small);
        small = [];
        ((IDisposable?)large)?.Dispose();
        large = null;
        length = 0;
    }

    public void Dispose()
    {
        Drop();
        share?.Dispose();
        further?.Dispose();
    }

    /// <summary>What is in it decides what its conversion takes.</summary>
    /// <returns>False where there is no memory for that now.</returns>
    private bool TakeForConversion()
    {
        var needed = ConversionMemory.For(Bytes.Span);
        if (needed <= Math.Max(shared, AnswerMemory.SmallAnswer * ConversionMemory.PerByte))
            return true;
        if (needed > memory.All)
            throw AnswerTooLargeException.Conversion(memory.All);
        further = memory.TakeMore(needed - shared);
        return further is not null;
    }

    private void Grow(int size)
    {
        if (size <= Buffer.Length)
            return;
        if (large is not null)
        {
            large.Grow(size);
            return;
        }

        var before = small;
        if (IsSmall(size))
        {
            small = ArrayPool<byte>.Shared.Rent(size);
            before.AsSpan(0, length).CopyTo(small);
        }
        else
        {
            (large, small) = (new NativeBytes(size), []);
            before.AsSpan(0, length).CopyTo(large.GetSpan());
        }

        Return(before);
    }

    private static void Return(byte[] lent)
    {
        if (lent.Length > 0)
            ArrayPool<byte>.Shared.Return(lent);
    }

    /// <summary>The pool keeps a few arrays of each size for each thread, so large ones are not lent.</summary>
    private static bool IsSmall(int size) => size <= AnswerMemory.SmallAnswer;

    private AnswerTooLargeException TooLarge() =>
        limit == maxBytes ? AnswerTooLargeException.Answer(limit, "Forwarding:MaxAnswerBytes")
        : isConverted ? AnswerTooLargeException.Conversion(memory.All)
        : AnswerTooLargeException.Answer(limit, "Forwarding:MaxAnswerBytesInAll");
}
