using System.Buffers;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// An answer that is not streamed, in one piece of memory: it is checked and priced before the first byte of it is sent. Its memory grows
/// with what has come; a large one takes a share of <see cref="AnswerMemory"/>, which is returned by <see cref="Dispose"/>.
/// </summary>
/// <param name="limit">The largest answer, in bytes.</param>
/// <param name="copies">How many times it is held: a translation makes others of it.</param>
internal sealed class WholeAnswer(AnswerMemory memory, int limit, int copies) : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    private byte[] buffer = [];
    private int length;
    private IDisposable? share;

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <returns>False where there was no memory for it in time.</returns>
    /// <exception cref="IOException">The upstream broke off, or the answer is larger than allowed.</exception>
    public async Task<bool> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > limit)
            throw TooLarge();
        // One byte more, so that the end is seen without growing.
        var most = (int)(announced ?? limit) + 1;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        Grow(Math.Min(most, announced is null ? FirstBytes : AnswerMemory.SmallAnswer));
        while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (length > limit)
                throw TooLarge();
            if (length < buffer.Length)
                continue;
            if (share is null && length >= AnswerMemory.SmallAnswer)
            {
                share = await memory.TakeAsync((long)most * copies, cancellationToken);
                if (share is null)
                    return false;
            }

            // Its share is for all of it, so what was announced is allocated at once.
            Grow(share is not null && announced is not null ? most : (int)Math.Min(buffer.Length * 2L, most));
        }

        return true;
    }

    /// <summary>Puts another answer in its place.</summary>
    public void Overwrite(ReadOnlySpan<byte> answer)
    {
        length = 0;
        Grow(answer.Length);
        answer.CopyTo(buffer);
        length = answer.Length;
    }

    public void Dispose()
    {
        Replace([]);
        length = 0;
        share?.Dispose();
    }

    private void Grow(int size) => Replace(IsLent(size) ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size));

    private void Replace(byte[] next)
    {
        buffer.AsSpan(0, Math.Min(length, next.Length)).CopyTo(next);
        if (buffer.Length > 0 && IsLent(buffer.Length))
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = next;
    }

    /// <summary>The pool keeps a few arrays of each size for each thread, so large ones are not lent.</summary>
    private static bool IsLent(int size) => size <= AnswerMemory.SmallAnswer;

    private IOException TooLarge() => new($"The answer is larger than {limit} bytes.");
}
