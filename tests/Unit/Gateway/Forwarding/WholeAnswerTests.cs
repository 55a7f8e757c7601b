using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>Large whole answers share the memory that there is for them, and wait for it.</summary>
public sealed class WholeAnswerTests : IDisposable
{
    private const int MiB = 1024 * 1024;
    private const int Limit = 8 * MiB;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly AnswerMemory memory = Memory(TimeSpan.FromMinutes(1));

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData(0, true, 10)]
    [InlineData(20_000, true, 10)]
    [InlineData(20_000, false, 10)]
    [InlineData(MiB - 1, true, 10)]
    [InlineData(MiB, true, 8.9)]
    [InlineData(3 * MiB + 5, true, 6.9)]
    [InlineData(MiB - 1, false, 10)]
    [InlineData(3 * MiB + 5, false, 1.9)]
    [InlineData(Limit, false, 1.9)]
    public async Task It_arrives_byte_for_byte_and_takes_its_share_while_it_is_held(int bytes, bool announced, double freeMiB)
    {
        byte[] sent = [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 31 + i / 256))];
        using var answer = new WholeAnswer(memory, Limit, 1);
        Assert.True(await answer.ReadAsync(Content(sent, announced), default));
        Assert.Equal(sent, answer.Bytes.ToArray());
        Assert.InRange(memory.Free, (long)(freeMiB * MiB), (long)((freeMiB + 1) * MiB));
        answer.Dispose();
        Assert.Equal(10 * MiB, memory.Free);
    }

    [Fact]
    public async Task The_next_large_one_waits_until_there_is_room_and_a_small_one_does_not()
    {
        using var first = new WholeAnswer(memory, Limit, 1);
        using var second = new WholeAnswer(memory, Limit, 1);
        using var small = new WholeAnswer(memory, Limit, 1);
        Assert.True(await first.ReadAsync(Content(new byte[7 * MiB], announced: true), default));
        var waiting = second.ReadAsync(Content(new byte[7 * MiB], announced: true), default);
        Assert.True(await small.ReadAsync(Content(new byte[1000], announced: true), default).WaitAsync(Timeout));
        Assert.False(waiting.IsCompleted);
        first.Dispose();
        Assert.True(await waiting.WaitAsync(Timeout));
    }

    [Fact]
    public async Task Whoever_waits_too_long_is_told_so()
    {
        using var impatient = Memory(TimeSpan.FromSeconds(1));
        using var first = new WholeAnswer(impatient, Limit, 1);
        using var second = new WholeAnswer(impatient, Limit, 1);
        Assert.True(await first.ReadAsync(Content(new byte[7 * MiB], announced: true), default));
        Assert.False(await second.ReadAsync(Content(new byte[7 * MiB], announced: true), default).WaitAsync(Timeout));
        second.Dispose();
        first.Dispose();
        Assert.Equal(10 * MiB, impatient.Free);
    }

    [Fact]
    public async Task One_that_is_translated_counts_with_its_copies_and_one_larger_than_all_memory_has_it_alone()
    {
        using var answer = new WholeAnswer(memory, Limit, 4);
        Assert.True(await answer.ReadAsync(Content(new byte[3 * MiB], announced: true), default));
        Assert.Equal(0, memory.Free);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_larger_than_allowed_is_not_read_on(bool announced)
    {
        using var answer = new WholeAnswer(memory, Limit, 1);
        await Assert.ThrowsAsync<IOException>(() => answer.ReadAsync(Content(new byte[Limit + 1], announced), default));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(MiB - 1)]
    [InlineData(3 * MiB)]
    public async Task Splices_are_made_where_it_lies(int bytes)
    {
        byte[] sent = [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 31))];
        Splice[] splices =
        [
            new(900..950, "shorter"u8.ToArray()),
            new(10..12, "longer than it was"u8.ToArray()),
            new(10..10, "before"u8.ToArray()),
            new(10..10, "and then"u8.ToArray()),
            new(bytes..bytes, "the end"u8.ToArray()),
            new(0..1, []),
        ];
        using var answer = new WholeAnswer(memory, Limit, 1);
        Assert.True(await answer.ReadAsync(Content(sent, announced: true), default));
        answer.Make(splices);
        Assert.Equal(Splice.Into(sent, splices), answer.Bytes.ToArray());
    }

    /// <summary>An array stays until a collection of everything.</summary>
    [Theory]
    [InlineData(MiB - 2, true)]
    [InlineData(MiB + 1, false)]
    public async Task Only_a_small_one_lies_in_an_array(int bytes, bool expected)
    {
        using var answer = new WholeAnswer(memory, Limit, 1);
        Assert.True(await answer.ReadAsync(Content(new byte[bytes], announced: true), default));
        Assert.Equal(expected, MemoryMarshal.TryGetArray(answer.Bytes, out _));
    }

    [Fact]
    public async Task One_that_is_dropped_keeps_its_share_for_what_was_made_of_it()
    {
        using var answer = new WholeAnswer(memory, Limit, 1);
        Assert.True(await answer.ReadAsync(Content(new byte[3 * MiB], announced: true), default));
        answer.Drop();
        Assert.Equal(0, answer.Bytes.Length);
        Assert.InRange(memory.Free, 6 * MiB, 7 * MiB);
        answer.Dispose();
        Assert.Equal(10 * MiB, memory.Free);
    }

    private static AnswerMemory Memory(TimeSpan idleTimeout) =>
        new(Options.Create(new ForwardingOptions { MaxAnswerBytesInAll = 10 * MiB, IdleTimeout = idleTimeout }));

    private static StreamContent Content(byte[] bytes, bool announced)
    {
        var content = new StreamContent(announced ? new MemoryStream(bytes) : new Unannounced(bytes));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        return content;
    }

    private sealed class Unannounced(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
