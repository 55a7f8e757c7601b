using System.Text;
using Platform.Gateway.Protocols.Sse;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Protocols.Sse;

public sealed class SseSplitterTests
{
    private const string Stream = "data: {\"a\":1}\n\n: comment\n: another\r\ndata: x\r\n: inside\ndata: y\r\n\r\ndata: [DONE]\n\n";

    /// <summary>Every way of cutting the stream into chunks of one size gives the same events.</summary>
    [Fact]
    public void Events_do_not_depend_on_where_chunks_end()
    {
        string[] expected =
        [
            "data: {\"a\":1}\n\n",
            ": comment\n",
            ": another\r\n",
            "data: x\r\n: inside\ndata: y\r\n\r\n",
            "data: [DONE]\n\n",
        ];
        var bytes = Encoding.UTF8.GetBytes(Stream);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var splitter = new SseSplitter();
            List<string> events = [];
            foreach (var piece in bytes.Chunk(size))
            {
                ReadOnlySpan<byte> chunk = piece;
                while (splitter.TryTake(ref chunk, out var sse))
                    events.Add(Encoding.UTF8.GetString(sse));
            }

            Assert.Equal(expected, events);
            Assert.Equal(0, splitter.PartialLength);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_left_out()
    {
        var splitter = new SseSplitter();
        ReadOnlySpan<byte> chunk = "\uFEFFdata: 1\n\n"u8;
        Assert.True(splitter.TryTake(ref chunk, out var sse));
        Assert.Equal("data: 1\n\n", Encoding.UTF8.GetString(sse));
    }

    [Fact]
    public void An_unfinished_event_is_known_to_be_one()
    {
        var splitter = new SseSplitter();
        var chunk = "data: half"u8;
        Assert.False(splitter.TryTake(ref chunk, out _));
        Assert.Equal("data: half".Length, splitter.PartialLength);
    }
}
