using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.Replay;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// A whole answer of an upstream that was asked for a stream, as the stream that its client asked for. It is made before its first byte is
/// read, so that an answer that cannot be taken apart is left for the next route.
/// </summary>
internal sealed class ReplayedAnswer : ReadOnlyStream
{
    private readonly Queue<byte[]> events;
    private ReadOnlyMemory<byte> rest;

    private ReplayedAnswer(IEnumerable<byte[]> events) => this.events = new Queue<byte[]>(events);

    /// <param name="answer">One that the protocol's meter has read.</param>
    /// <returns>Null where it cannot be taken apart.</returns>
    /// <exception cref="AnswerTooLargeException">An event of it is larger than one may be.</exception>
    public static ReplayedAnswer? From(Protocol protocol, ReadOnlyMemory<byte> answer)
    {
        // The last event of Responses repeats the answer.
        if (protocol == Protocol.Responses && answer.Length > MeteredStream.MaxEventBytes)
            throw AnswerTooLargeException.Event(MeteredStream.MaxEventBytes);
        try
        {
            var events = Replays.Events(protocol, answer);
            return events.Any(static sse => sse.Length > MeteredStream.MaxEventBytes)
                ? throw AnswerTooLargeException.Event(MeteredStream.MaxEventBytes)
                : new ReplayedAnswer(events);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return new(0);
        if (rest.IsEmpty && events.TryDequeue(out var next))
            rest = next;
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return new(count);
    }
}
