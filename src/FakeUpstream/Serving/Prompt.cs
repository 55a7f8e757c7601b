using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>The size of what a request asks, for <see cref="TokenRule"/>: the raw JSON of the members that a model reads.</summary>
internal static class Prompt
{
    public static long Bytes(JsonElement body, params ReadOnlySpan<string> members)
    {
        var bytes = 0L;
        foreach (var member in members)
            if (body.TryField(member, out var value))
                bytes += JsonMarshal.GetRawUtf8Value(value).Length;
        return bytes;
    }
}
