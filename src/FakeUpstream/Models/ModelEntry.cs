using System.Buffers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Models;

/// <summary>An item of <c>GET /v1/models</c>. <paramref name="Created"/> is in seconds since 1970.</summary>
internal sealed record ModelEntry(string Id, string OwnedBy, long Created, bool Chats = true)
{
    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write("""{"id":"""u8);
        output.WriteJsonString(Id);
        output.Write(""","object":"model","created":"""u8);
        output.WriteNumber(Created);
        output.Write(""","owned_by":"""u8);
        output.WriteJsonString(OwnedBy);
        output.Write("}"u8);
    }
}
