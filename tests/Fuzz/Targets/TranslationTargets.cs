using System.Buffers;
using System.Text;
using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation;
using static Platform.Tests.Fuzz.OracleException;

namespace Platform.Tests.Fuzz.Targets;

/// <summary>
/// A request becomes one that the upstream's protocol takes, or is refused with the member's name; an answer becomes one of the caller's
/// protocol, or is said to be none.
/// </summary>
internal static class TranslationTargets
{
    private static readonly (Protocol Caller, Protocol Upstream)[] Directions =
    [
        (Protocol.Chat, Protocol.Messages),
        (Protocol.Chat, Protocol.Responses),
        (Protocol.Messages, Protocol.Chat),
        (Protocol.Messages, Protocol.Responses),
        (Protocol.Responses, Protocol.Chat),
        (Protocol.Responses, Protocol.Messages),
    ];

    public static IEnumerable<FuzzTarget> All => Directions.SelectMany(pair => Of(pair.Caller, pair.Upstream));

    private static IEnumerable<FuzzTarget> Of(Protocol caller, Protocol upstream)
    {
        var name = $"{caller.Path[1..].Split('/')[0]} to {upstream.Path[1..].Split('/')[0]}";
        var first = Corpus.Requests(caller)[0];
        yield return new($"{name}, request", Corpus.Requests(caller), IsStream: false, (body, _) => Request(body, caller, upstream));
        yield return new($"{name}, answer", Corpus.Answers(upstream), IsStream: false, (body, _) => Answer(body, Make(first)));
        yield return new($"{name}, stream", Corpus.Streams(upstream), IsStream: true, (body, _) => Stream(body, Make(first)));

        ITranslation Make(byte[] request)
        {
            var translation = Translations.Between(caller, upstream, Samples.Context)!;
            translation.Request(request);
            return translation;
        }
    }

    private static void Request(byte[] body, Protocol caller, Protocol upstream)
    {
        // What the parser refuses never comes to a translation.
        if (!RequestParser.Parse(body, caller.Request).Found(out _, out _))
            return;
        byte[] sent;
        try
        {
            sent = Translations.Between(caller, upstream, Samples.Context)!.Request(body);
        }
        catch (UntranslatableException e)
        {
            Require(e.Message.Length > 0 && e.ToApiError().Status == 400, "the refusal says nothing");
            return;
        }

        // A schema may lie a few levels deeper there than the caller had it.
        int depth;
        using (var document = JsonDocument.Parse(sent, new JsonDocumentOptions { MaxDepth = 300 }))
            depth = DepthOf(document.RootElement);
        var read = RequestParser.Parse(sent, upstream.Request);
        Require(
            read.Found(out _, out var error) || depth > 256,
            $"the upstream refuses it: {error?.Message} {Encoding.UTF8.GetString(sent)}"
        );
    }

    private static int DepthOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => 1 + value.EnumerateObject().Select(member => DepthOf(member.Value)).DefaultIfEmpty().Max(),
            JsonValueKind.Array => 1 + value.EnumerateArray().Select(DepthOf).DefaultIfEmpty().Max(),
            _ => 0,
        };

    private static void Answer(byte[] answer, ITranslation translation)
    {
        try
        {
            using (JsonDocument.Parse(translation.Answer(answer), new JsonDocumentOptions { MaxDepth = 300 })) { }
        }
        catch (JsonException)
        {
            // It is no answer of the upstream's protocol; the request fails and is free.
        }
    }

    private static void Stream(byte[] stream, ITranslation translation)
    {
        var (events, output, translated) = (new SseEvents(), new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        ReadOnlySpan<byte> rest = stream;
        try
        {
            while (events.TryTake(ref rest, out var sse))
            {
                if (sse[0] == (byte)':')
                    continue;
                translated.ResetWrittenCount();
                translation.Event(sse, translated);
                output.Write(translated.WrittenSpan);
            }
        }
        catch (JsonException)
        {
            // The stream ends with an error of ours.
        }

        StreamTargets.IsWellFormed(output.WrittenSpan);
    }
}
