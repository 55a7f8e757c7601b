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
        using var answer = new WholeAnswer(memory, Limit, isConverted: false);
        Assert.True(await answer.ReadAsync(Content(sent, announced), default));
        Assert.Equal(sent, answer.Bytes.ToArray());
        Assert.InRange(memory.Free, (long)(freeMiB * MiB), (long)((freeMiB + 1) * MiB));
        answer.Dispose();
        Assert.Equal(10 * MiB, memory.Free);
    }

    [Fact]
    public async Task The_next_large_one_waits_until_there_is_room_and_a_small_one_does_not()
    {
        using var first = new WholeAnswer(memory, Limit, isConverted: false);
        using var second = new WholeAnswer(memory, Limit, isConverted: false);
        using var small = new WholeAnswer(memory, Limit, isConverted: false);
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
        using var first = new WholeAnswer(impatient, Limit, isConverted: false);
        using var second = new WholeAnswer(impatient, Limit, isConverted: false);
        Assert.True(await first.ReadAsync(Content(new byte[7 * MiB], announced: true), default));
        Assert.False(await second.ReadAsync(Content(new byte[7 * MiB], announced: true), default).WaitAsync(Timeout));
        second.Dispose();
        first.Dispose();
        Assert.Equal(10 * MiB, impatient.Free);
    }

    [Fact]
    public async Task One_that_is_converted_counts_with_what_its_conversion_takes()
    {
        using var large = Memory(TimeSpan.FromMinutes(1), 40 * MiB);
        using var answer = new WholeAnswer(large, Limit, isConverted: true);
        Assert.True(await answer.ReadAsync(Content(new byte[2 * MiB], announced: true), default));
        Assert.InRange(large.Free, (40 - 30) * MiB, (40 - 29) * MiB);
        answer.Dispose();
        Assert.Equal(40 * MiB, large.Free);
    }

    /// <summary>Each value in it has objects of its own.</summary>
    [Theory]
    [InlineData(2 * MiB, 50_000, true)]
    [InlineData(2 * MiB, 200_000, false)]
    [InlineData(MiB / 2, 50_000, true)]
    [InlineData(MiB / 2, 200_000, true)]
    public async Task One_of_many_values_counts_with_them(int bytes, int values, bool fits)
    {
        using var large = Memory(TimeSpan.FromMinutes(1), 40 * MiB);
        byte[] sent = [.. Enumerable.Repeat((byte)',', values), .. new byte[bytes - values]];
        using var answer = new WholeAnswer(large, Limit, isConverted: true);
        var reading = answer.ReadAsync(Content(sent, announced: true), default);
        if (!fits)
        {
            var refused = await Assert.ThrowsAsync<AnswerTooLargeException>(() => reading);
            Assert.Equal("its conversion takes more than 41943040 bytes (Forwarding:MaxAnswerBytesInAll)", refused.What);
            return;
        }

        Assert.True(await reading);
        var needed = ConversionMemory.For(sent);
        Assert.Equal(bytes * 14L + values * 144L, needed);
        var expected = needed > 14 * MiB ? Math.Max(needed, bytes >= MiB ? bytes * 14L + MiB : 0) : 0;
        Assert.InRange(40 * MiB - large.Free, expected, expected + MiB);
        answer.Dispose();
        Assert.Equal(40 * MiB, large.Free);
    }

    [Fact]
    public async Task Where_there_is_no_memory_for_its_values_now_it_is_told_so_at_once()
    {
        using var large = Memory(TimeSpan.FromMinutes(1), 40 * MiB);
        using var others = await large.TakeAsync(9 * MiB, isConverted: false, default);
        byte[] sent = [.. Enumerable.Repeat((byte)',', 80_000), .. new byte[2 * MiB - 80_000]];
        using var answer = new WholeAnswer(large, Limit, isConverted: true);
        Assert.False(await answer.ReadAsync(Content(sent, announced: true), default).WaitAsync(Timeout));
    }

    [Theory]
    [InlineData(true, Limit, 40 * MiB, "its conversion takes more than 41943040 bytes (Forwarding:MaxAnswerBytesInAll)")]
    [InlineData(true, 2 * MiB, 40 * MiB, "it has more than 2097152 bytes (Forwarding:MaxAnswerBytes)")]
    [InlineData(false, Limit, 4 * MiB, "it has more than 4194304 bytes (Forwarding:MaxAnswerBytesInAll)")]
    public async Task What_is_too_large_names_the_setting(bool isConverted, int limit, int all, string what)
    {
        using var some = Memory(TimeSpan.FromMinutes(1), all);
        using var answer = new WholeAnswer(some, limit, isConverted);
        var refused = await Assert.ThrowsAsync<AnswerTooLargeException>(() =>
            answer.ReadAsync(Content(new byte[5 * MiB], announced: false), default)
        );
        Assert.Equal(what, refused.What);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_larger_than_allowed_is_not_read_on(bool announced)
    {
        using var answer = new WholeAnswer(memory, Limit, isConverted: false);
        await Assert.ThrowsAsync<AnswerTooLargeException>(() => answer.ReadAsync(Content(new byte[Limit + 1], announced), default));
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
        using var answer = new WholeAnswer(memory, Limit, isConverted: false);
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
        using var answer = new WholeAnswer(memory, Limit, isConverted: false);
        Assert.True(await answer.ReadAsync(Content(new byte[bytes], announced: true), default));
        Assert.Equal(expected, MemoryMarshal.TryGetArray(answer.Bytes, out _));
    }

    [Fact]
    public async Task One_that_is_dropped_keeps_its_share_for_what_was_made_of_it()
    {
        using var answer = new WholeAnswer(memory, Limit, isConverted: false);
        Assert.True(await answer.ReadAsync(Content(new byte[3 * MiB], announced: true), default));
        answer.Drop();
        Assert.Equal(0, answer.Bytes.Length);
        Assert.InRange(memory.Free, 6 * MiB, 7 * MiB);
        answer.Dispose();
        Assert.Equal(10 * MiB, memory.Free);
    }

    /// <summary>What is left of it on the heap counts until it is collected, which is when another needs the room.</summary>
    [Fact]
    public async Task What_a_conversion_has_left_is_collected_before_its_share_is_given_to_another()
    {
        var collected = 0;
        using var large = new AnswerMemory(Options.Create(new ForwardingOptions { MaxAnswerBytesInAll = 40 * MiB }), () => collected++);
        using var first = await large.TakeAsync(20 * MiB, isConverted: true, default);
        first!.Dispose();
        using var small = await large.TakeAsync(15 * MiB, isConverted: false, default);
        Assert.Equal(0, collected);
        Assert.Equal(25 * MiB, large.Free);
        using var second = await large.TakeAsync(20 * MiB, isConverted: true, default).AsTask().WaitAsync(Timeout);
        Assert.Equal(1, collected);
        var third = large.TakeAsync(20 * MiB, isConverted: true, default).AsTask();
        Assert.False(third.IsCompleted);
        second!.Dispose();
        using var given = await third.WaitAsync(Timeout);
        Assert.Equal(2, collected);
        Assert.NotNull(given);
        given.Dispose();
        using var more = large.TakeMore(24 * MiB);
        Assert.NotNull(more);
        Assert.Equal(3, collected);
    }

    private static AnswerMemory Memory(TimeSpan idleTimeout, int all = 10 * MiB) =>
        new(Options.Create(new ForwardingOptions { MaxAnswerBytesInAll = all, IdleTimeout = idleTimeout }));

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
