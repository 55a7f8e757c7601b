using System.Text;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Tests.Fuzz.Mutation;

/// <summary>Changes a stream of server-sent events: the order of its events, their lines, and the JSON within.</summary>
internal sealed class StreamMutator(Random random, JsonMutator json)
{
    private static readonly string[] Events =
    [
        ": keep-alive\n\n",
        ":\n",
        "\n",
        "\r\n\r\n",
        "data:\n\n",
        "data: \n\n",
        "data\n\n",
        "event: ping\n\n",
        "data: [DONE]\n\n",
        "data:[DONE] \n\n",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
        "data: {\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}\n\n",
        "id: 1\nretry: 5\n\n",
        "data: 1\n\n",
        "data: \"\\ud800\"\n\n",
    ];

    public byte[] Mutate(ReadOnlySpan<byte> stream, byte[][] others)
    {
        if (random.Next(12) == 0)
            return json.MutateBytes(stream);
        var events = Split(stream);
        for (var times = random.Next(1, 5); times > 0; times--)
            MutateOne(events, others);
        var text = events.SelectMany(bytes => bytes).ToArray();
        return random.Next(6) == 0
            ? Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(text).Replace("\n", "\r\n", StringComparison.Ordinal))
            : text;
    }

    public static List<byte[]> Split(ReadOnlySpan<byte> stream)
    {
        List<byte[]> events = [];
        var splitter = new SseSplitter();
        while (splitter.TryTake(ref stream, out var whole))
            events.Add(whole.ToArray());
        return events;
    }

    private void MutateOne(List<byte[]> events, byte[][] others)
    {
        var at = random.Next(events.Count + 1);
        if (at == events.Count || random.Next(4) == 0)
        {
            events.Insert(at, Encoding.UTF8.GetBytes(Events[random.Next(Events.Length)]));
            return;
        }

        switch (random.Next(8))
        {
            case 0:
                events.RemoveAt(at);
                break;
            case 1:
                events.Insert(at, events[random.Next(events.Count)]);
                break;
            case 2:
                (events[at], events[random.Next(events.Count)]) = (events[random.Next(events.Count)], events[at]);
                break;
            default:
                events[at] = MutateData(events[at], others);
                break;
        }
    }

    private byte[] MutateData(byte[] sse, byte[][] others)
    {
        foreach (var line in SseData.Lines(sse))
        {
            var data = json.Mutate(
                sse.AsSpan(line),
                [.. others.SelectMany(other => Split(other)).Select(part => SseData.From(part).ToArray())]
            );
            var text = Encoding.Latin1.GetString(data);
            // A line break within the data is either a second line of data, as the format says, or none at all.
            text = text.Replace("\n", random.Next(2) == 0 ? "\ndata: " : " ", StringComparison.Ordinal);
            return [.. sse.AsSpan(0, line.Start.Value), .. Encoding.Latin1.GetBytes(text), .. "\n\n"u8];
        }

        return json.MutateBytes(sse);
    }
}
