using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Replay;

/// <summary>
/// Takes a whole answer apart into the events of a stream of the same protocol, for an upstream that does not stream although it was asked
/// to: the opposite of <see cref="Assembly"/>. Long texts become several events, so that the hold is raised as they go out.
/// </summary>
internal static class Replays
{
    /// <summary>The events of Responses have each text five times.</summary>
    private const int MaxGrowthOfResponses = 6,
        MaxGrowth = 4;

    /// <param name="answer">A whole answer of the protocol.</param>
    /// <returns>Whole events, from the first to the terminal one.</returns>
    /// <exception cref="JsonException">It does not have the expected shape.</exception>
    public static IReadOnlyList<byte[]> Events(Protocol protocol, ReadOnlyMemory<byte> answer)
    {
        var events = new ReplayedEvents(answer.Length, protocol == Protocol.Responses ? MaxGrowthOfResponses : MaxGrowth);
        try
        {
            using var document = JsonDocument.Parse(answer, TranslatedJson.Reading);
            var root = new JsonField(document.RootElement);
            if (protocol == Protocol.Responses)
                new ResponseReplay(events).Read(root);
            else if (protocol == Protocol.Messages)
                new MessageReplay(events).Read(root);
            else
                new ChatReplay(events, root).Read();
        }
        catch (Exception e) when (e is UntranslatableException or InvalidOperationException)
        {
            throw new JsonException(e.Message, e);
        }

        return events.All;
    }
}
