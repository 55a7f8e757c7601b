using System.Text;
using Platform.Gateway.Idempotency;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Idempotency;

public sealed class StoredResponseTests
{
    [Theory]
    [InlineData("application/json", "", "", "{}")]
    [InlineData("text/event-stream", "a, b", "c", "data: 1\n\ndata: 2\n\n")]
    [InlineData("", "", "", "")]
    public void It_is_read_as_it_was_kept(string type, string tools, string fields, string body)
    {
        var kept = new StoredResponse("req_1", type, tools, fields, Encoding.UTF8.GetBytes(body));
        var read = StoredResponse.Parse("req_1", kept.ToBytes());
        Assert.Equal((type, tools, fields), (read.ContentType, read.ToolsNotOffered, read.FieldsNotCarried));
        Assert.Equal(body, Encoding.UTF8.GetString(read.Body.Span));
    }
}
