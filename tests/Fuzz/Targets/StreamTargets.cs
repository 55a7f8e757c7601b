using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;
using static Platform.Tests.Fuzz.OracleException;

namespace Platform.Tests.Fuzz.Targets;

/// <summary>An upstream's stream is read alike however its bytes are split, and its bill can be right at each of its events.</summary>
internal static class StreamTargets
{
    public static IEnumerable<FuzzTarget> All =>
        Samples
            .Answering.Where(protocol => protocol.Generates)
            .Select(protocol => new FuzzTarget(
                $"stream {protocol.Path[1..]}",
                Corpus.Streams(protocol),
                IsStream: true,
                (body, random) => Read(body, protocol, random)
            ));

    private static void Read(byte[] body, Protocol protocol, Random random)
    {
        var model = random.Next(2) == 0 ? Samples.Model : Samples.ReasoningModel;
        var (whole, pieces) = (Meter(body, body.Length, protocol, model), Meter(body, random.Next(1, 60), protocol, model));
        Require(
            (whole.Reported, whole.Doubt, whole.OutputBytes, whole.Finished, whole.Reports)
                == (pieces.Reported, pieces.Doubt, pieces.OutputBytes, pieces.Finished, pieces.Reports),
            "a stream is read differently when its bytes are split"
        );
    }

    private static AnswerMeter Meter(byte[] body, int size, Protocol protocol, Model model)
    {
        var request = Samples.Request(protocol);
        var (meter, events) = (new AnswerMeter(AnswerFormat.For(protocol)), new SseEvents());
        var writer = UsageCostWriter.For(protocol);
        for (var at = 0; at < body.Length; at += size)
        {
            ReadOnlySpan<byte> chunk = body.AsSpan(at, Math.Min(size, body.Length - at));
            while (events.TryTake(ref chunk, out var sse))
            {
                var reports = meter.Reports;
                var kind = meter.ReadEvent(sse);
                var bill = Bill.For(protocol, request, model, meter, Samples.Price);
                AnswerTargets.CanBeRight(bill, request, model, meter);
                if (kind is AnswerEvent.Error or AnswerEvent.Malformed)
                    return meter;
                if (meter.Reports != reports)
                    IsWellFormed(writer.IntoEvent(sse, bill));
                if (kind is AnswerEvent.Done)
                    return meter;
            }
        }

        return meter;
    }

    /// <summary>Each line is one of data, of a name or a comment; the data of an event is JSON or the mark of its end.</summary>
    public static void IsWellFormed(ReadOnlySpan<byte> events)
    {
        var splitter = new SseSplitter();
        while (splitter.TryTake(ref events, out var sse))
            foreach (var line in SseData.Lines(sse))
                if (sse[line] is var data && !SseData.IsDone(data) && data.ContainsAnyExcept((byte)' '))
                    Parse(data);
        Require(splitter.PartialLength == 0, "an event has no end");
    }

    private static void Parse(ReadOnlySpan<byte> data)
    {
        try
        {
            var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
            while (json.Read()) { }
        }
        catch (JsonException e)
        {
            throw new OracleException($"a line of data is no JSON, {e.Message}: {Encoding.UTF8.GetString(data)}");
        }
    }
}
