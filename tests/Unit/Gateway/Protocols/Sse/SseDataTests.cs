using System.Text;
using Platform.Gateway.Protocols.Sse;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Protocols.Sse;

public sealed class SseDataTests
{
    [Theory]
    [InlineData("data: {}\n\n", "{}")]
    [InlineData("data:{}\r\n\r\n", "{}")]
    [InlineData("data:  {} \n\n", " {} ")]
    [InlineData("data:\t{}\n\n", "\t{}")]
    [InlineData("event: x\ndata: [\r\ndata: ]\r\n\r\n", "[\n]")]
    [InlineData("data: unfinished", "unfinished")]
    [InlineData("data:\n\n", "")]
    [InlineData(": data: {}\n\n", "")]
    [InlineData("database: {}\n\n", "")]
    [InlineData("", "")]
    public void One_space_after_the_colon_is_removed_and_nothing_else(string sse, string data) =>
        Assert.Equal(data, Encoding.UTF8.GetString(SseData.From(Encoding.UTF8.GetBytes(sse))));

    [Theory]
    [InlineData("data: 1\n\ndata: 2\n\n", "2")]
    [InlineData("data: 1\n\nevent: x\ndata: 2\r\n\r\n: wait\n\n", "2")]
    [InlineData("data: 1", "1")]
    [InlineData(": wait\n\n", "")]
    public void The_last_line_of_a_stream_is_found(string stream, string data) =>
        Assert.Equal(data, Encoding.UTF8.GetString(SseData.LastLine(Encoding.UTF8.GetBytes(stream))));

    [Theory]
    [InlineData(": wait\n\n", true)]
    [InlineData(":\n\n", true)]
    [InlineData(": wait\ndata: 1\n\n", false)]
    [InlineData("event: ping\n\n", false)]
    public void A_comment_has_no_data(string sse, bool isComment) =>
        Assert.Equal(isComment, SseData.IsComment(Encoding.UTF8.GetBytes(sse)));

    [Fact]
    public void Reading_the_lines_of_an_event_allocates_nothing()
    {
        var sse = "event: x\ndata: {\ndata: }\n\n"u8.ToArray();
        var length = Read(sse);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 100; n++)
            length += Read(sse);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(202, length);
    }

    private static int Read(ReadOnlySpan<byte> sse)
    {
        var length = 0;
        foreach (var line in SseData.Lines(sse))
            length += sse[line].Length;
        return length;
    }
}
