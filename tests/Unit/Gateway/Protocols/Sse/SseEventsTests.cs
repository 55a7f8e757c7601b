using System.Text;
using Platform.Gateway.Protocols.Sse;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Protocols.Sse;

public sealed class SseEventsTests
{
    [Theory]
    // Ordinary events stay as they are.
    [InlineData("data: {\"a\":1}\n\nevent: x\r\ndata:{}\r\n\r\n", "data: {\"a\":1}\n\n|event: x\r\ndata:{}\r\n\r\n")]
    [InlineData("data: {\n\n", "data: {\n\n")]
    // A comment is one line.
    [InlineData(": wait\n\ndata: {}\n\n", ": wait\n|data: {}\n\n")]
    // Without data there is no event.
    [InlineData("data:\n\ndata: {}\n\n", ":\n|data: {}\n\n")]
    [InlineData("data: \n\n", ":\n")]
    [InlineData("event: ping\n\n", ":\n")]
    [InlineData("data:\ndata:\n\n", ":\n")]
    [InlineData("\n\n\r\n", "")]
    // JSON over several lines.
    [InlineData("event: x\ndata: {\ndata:   \"a\": 1\ndata: }\n\n", "event: x\ndata: {  \"a\": 1}\n\n")]
    [InlineData("data: {}\ndata:\n\n", "data: {}\n\n")]
    [InlineData("data:\r\ndata: {}\r\n\r\n", "data: {}\n\n")]
    // Several events without a blank line between them.
    [InlineData("data: {\"a\":1}\ndata: {\"a\":2}\ndata: [DONE]\n\n", "data: {\"a\":1}\n\n|data: {\"a\":2}\n\n|data: [DONE]\n\n")]
    [InlineData(
        "event: a\ndata: {\"a\":1}\nevent: b\r\ndata: {\"a\":2}\n\n",
        "event: a\ndata: {\"a\":1}\n\n|event: b\ndata: {\"a\":2}\n\n"
    )]
    // The last blank line is missing.
    [InlineData("data: {}\n\ndata: [DONE]", "data: {}\n\n|data: [DONE]\n\n")]
    [InlineData("event: x\ndata: {}\n", "event: x\ndata: {}\n\n")]
    [InlineData("data: {\"a\":", "")]
    [InlineData("data: {}\ndata: {", "")]
    public void Events_have_one_line_of_data(string stream, string expected)
    {
        for (var size = 1; size <= stream.Length; size++)
        {
            var events = new SseEvents();
            List<string> taken = [];
            foreach (var piece in Encoding.UTF8.GetBytes(stream).Chunk(size))
                Take(events, piece, taken);
            if (events.Finish())
                Take(events, [], taken);
            Assert.Equal(expected, string.Join('|', taken));
            Assert.False(events.HasPending);
        }
    }

    private static void Take(SseEvents events, ReadOnlySpan<byte> chunk, List<string> taken)
    {
        while (events.TryTake(ref chunk, out var sse))
            taken.Add(Encoding.UTF8.GetString(sse));
    }

    [Theory]
    [InlineData("{\"a\":\"b c\\n\"}", "{\"a\":\"b c\\n\"}")]
    [InlineData("{\n\"a\":\r\n \"b\"}", "{\"a\": \"b\"}")]
    public void JSON_for_a_line_of_data_has_no_line_breaks(string json, string line) =>
        Assert.Equal(line, Encoding.UTF8.GetString(SseData.OneLine(Encoding.UTF8.GetBytes(json))));
}
