using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Requests;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Requests;

/// <summary>A body takes as much memory as has come of it, and all bodies together not more than allowed.</summary>
public sealed class IncomingBodyTests
{
    private const int KiB = 1024;
    private const int Limit = 32 * KiB * KiB;

    private readonly BodyMemory memory = new(Options.Create(new RequestOptions { MaxBodyBytesInAll = 4 * KiB * KiB }));
    private int asked;

    [Theory]
    [InlineData(32 * KiB * KiB, 12, 16 * KiB)]
    [InlineData(32 * KiB * KiB, 100 * KiB, 128 * KiB)]
    [InlineData(null, 12, 16 * KiB)]
    [InlineData(40 * KiB, 12, 40 * KiB + 1)]
    public async Task While_it_comes_it_takes_at_most_double_of_what_has_come(int? announced, int came, int taken)
    {
        using var stalled = new Trickle(new byte[came], thenStall: true);
        using var body = Body(stalled, announced);
        using var end = new CancellationTokenSource();
        var reading = ReadAsync(body, end.Token);
        await stalled.Stalled;
        Assert.Equal(taken, memory.Taken);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        body.Dispose();
        Assert.Equal(0, memory.Taken);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(16 * KiB, false)]
    [InlineData(64 * KiB - 1, true)]
    [InlineData(64 * KiB, true)]
    [InlineData(300 * KiB + 7, true)]
    [InlineData(300 * KiB + 7, false)]
    [InlineData(1024 * KiB, true)]
    [InlineData(1024 * KiB, false)]
    public async Task It_arrives_byte_for_byte(int bytes, bool announced)
    {
        byte[] sent = [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 31 + i / 256))];
        using var stream = new Trickle(sent);
        using var body = Body(stream, announced ? bytes : null);
        Assert.Equal(sent, (await ReadAsync(body)).Value.ToArray());
        Assert.InRange(memory.Taken, bytes, bytes + 1);
    }

    [Theory]
    [InlineData(256 * KiB, true, 0)]
    [InlineData(256 * KiB, false, 0)]
    [InlineData(256 * KiB + 1, true, 1)]
    [InlineData(256 * KiB + 1, false, 1)]
    [InlineData(1024 * KiB, false, 1)]
    public async Task The_credit_is_looked_at_once_and_for_large_bodies_alone(int bytes, bool announced, int times)
    {
        using var stream = new Trickle(new byte[bytes]);
        using var body = Body(stream, announced ? bytes : null);
        Assert.Null((await ReadAsync(body)).Error);
        Assert.Equal(times, asked);
    }

    [Fact]
    public async Task A_large_body_that_nobody_pays_for_is_not_read()
    {
        using var stream = new Trickle(new byte[Limit]);
        using var body = Body(stream, Limit);
        var refusal = ApiErrors.OutOfCredit(default, default);
        Assert.Same(refusal, (await body.ReadAsync(() => ValueTask.FromResult<ApiError?>(refusal), default)).Error);
        Assert.Equal((0L, 0L), (stream.Position, memory.Taken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Beyond_the_memory_for_all_it_is_refused_for_now(bool announced)
    {
        using var first = new Trickle(new byte[1536 * KiB]);
        using var second = new Trickle(new byte[1536 * KiB]);
        using var one = Body(first, announced ? 1536 * KiB : null);
        using var two = Body(second, announced ? 1536 * KiB : null);
        Assert.Null((await ReadAsync(one)).Error);
        var busy = (await ReadAsync(two)).Error!;
        Assert.Equal((503, "gateway_busy"), (busy.Status, busy.Code));
        Assert.NotNull(busy.RetryAfter);
        two.Dispose();
        one.Dispose();
        Assert.Equal(0, memory.Taken);
    }

    [Fact]
    public void A_quarter_is_left_to_small_bodies()
    {
        Assert.True(memory.TryTake(3 * KiB * KiB, 3 * KiB * KiB));
        Assert.False(memory.TryTake(64 * KiB + 1, 64 * KiB + 1));
        for (var i = 0; i < 16; i++)
            Assert.True(memory.TryTake(64 * KiB, 64 * KiB));
        Assert.False(memory.TryTake(1, 1));
        Assert.Equal(4 * KiB * KiB, memory.Taken);
    }

    [Fact]
    public async Task What_is_larger_than_allowed_is_refused_as_soon_as_it_is_seen()
    {
        using var stream = new Trickle(new byte[1536 * KiB]);
        using var announced = new IncomingBody(stream, 1_000_001, memory, 1_000_000);
        Assert.Equal(413, (await ReadAsync(announced)).Error!.Status);
        using var chunked = new IncomingBody(stream, null, memory, 1_000_000);
        Assert.Equal(413, (await ReadAsync(chunked)).Error!.Status);
    }

    private IncomingBody Body(Stream stream, int? announced) => new(stream, announced, memory, Limit);

    private Task<StepResult<ReadOnlyMemory<byte>>> ReadAsync(IncomingBody body, CancellationToken cancellationToken = default) =>
        body.ReadAsync(
                () =>
                {
                    asked++;
                    return ValueTask.FromResult<ApiError?>(null);
                },
                cancellationToken
            )
            .AsTask();

    /// <summary>Comes in pieces, as from a network.</summary>
    private sealed class Trickle(byte[] bytes, bool thenStall = false) : MemoryStream(bytes)
    {
        private const int Piece = 10_000;
        private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stalled => stalled.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Assert.NotEqual(0, buffer.Length);
            if (thenStall && Position == Length)
            {
                stalled.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, Piece)], cancellationToken);
        }
    }
}
