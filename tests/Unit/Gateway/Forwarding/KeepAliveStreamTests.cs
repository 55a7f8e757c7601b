using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Platform.Gateway.Forwarding;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>A comment is due after fifteen seconds of silence, of which ten have passed before the stream began.</summary>
public sealed class KeepAliveStreamTests : IAsyncDisposable
{
    private const string Comment = ": keep-alive\n",
        Event = "data: {}\n\n";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider time = new();
    private readonly Pipe answer = new();
    private readonly byte[] buffer = new byte[64];
    private readonly KeepAliveStream stream;
    private int begun;

    public KeepAliveStreamTests() =>
        stream = new KeepAliveStream(answer.Reader.AsStream(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), time, () => begun++);

    private Task<int> Read() => stream.ReadAsync(buffer).AsTask();

    private async Task<string> TextAsync(Task<int> read) => Encoding.UTF8.GetString(buffer, 0, await read.WaitAsync(Timeout));

    [Fact]
    public async Task Silence_from_before_the_stream_counts_and_then_whole_intervals()
    {
        var read = Read();
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(read.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(Comment, await TextAsync(read));
        read = Read();
        time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(read.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(Comment, await TextAsync(read));
        Assert.Equal(2, begun);
    }

    [Fact]
    public async Task Events_pass_untouched_and_begin_the_interval_anew()
    {
        var read = Read();
        time.Advance(TimeSpan.FromSeconds(4));
        await answer.Writer.WriteAsync(Encoding.UTF8.GetBytes(Event));
        Assert.Equal(Event, await TextAsync(read));
        read = Read();
        time.Advance(TimeSpan.FromSeconds(14));
        await answer.Writer.WriteAsync(Encoding.UTF8.GetBytes(Event));
        Assert.Equal(Event, await TextAsync(read));
        Assert.Equal(0, begun);
    }

    [Fact]
    public async Task An_end_after_comments_is_an_end()
    {
        var read = Read();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Comment, await TextAsync(read));
        await answer.Writer.CompleteAsync();
        Assert.Equal("", await TextAsync(Read()));
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
