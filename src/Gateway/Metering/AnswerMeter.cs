using System.Text.Json;
using System.Text.Unicode;
using Platform.Contracts;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Metering;

/// <summary>
/// Counts what one upstream answered, streamed or whole: the output, the usage it reports, whether it came to an end. Reads bytes in place
/// and allocates nothing for an ordinary chunk.
/// </summary>
internal sealed class AnswerMeter(AnswerFormat format)
{
    private readonly List<long> textBytes = [];

    public AnswerFormat Format => format;

    /// <summary>Usage as the upstream reports it; null until it does. The last report counts.</summary>
    public TokenUsage? Reported { get; private set; }

    /// <summary>The counts of the last report, believed or not; for logs.</summary>
    public TokenUsage? Claimed { get; private set; }

    /// <summary>Why <see cref="Reported"/> cannot be right, whatever was asked; null when it may be.</summary>
    public UsageDoubt? Doubt { get; private set; }

    /// <summary>How many objects of usage were read, with or without counts.</summary>
    public int Reports { get; private set; }

    /// <summary>The input alone, where a stream has it before its end; null until then.</summary>
    public TokenUsage? KnownInput { get; internal set; }

    /// <summary>The service tier that the upstream says it served; null until it does.</summary>
    public string? Tier { get; internal set; }

    /// <summary>The upstream says how long what was written to the cache stays there.</summary>
    public bool SplitsCacheWrites { get; internal set; }

    /// <summary>The calls of hosted tools; null where there is none.</summary>
    public CallCounter? Calls { get; private set; }

    /// <summary>Tokens of sound that was produced, by its length.</summary>
    public long CountedAudio { get; internal set; }

    /// <summary>The answer has said why it ended.</summary>
    public bool Finished { get; internal set; }

    /// <summary>The answer has the member that every answer of its protocol has.</summary>
    public bool IsAnswer { get; internal set; }

    /// <summary>Id, model and finish reasons of the answer; null where no span is recorded, and then nothing is read for it.</summary>
    public AnswerIdentity? Identity { get; set; }

    /// <summary>Receives all that is read, where messages are captured; else null.</summary>
    public AnswerCopy? Copy { get; set; }

    /// <summary>The upstream's error when it sent one.</summary>
    public UpstreamError? Error { get; internal set; }

    /// <summary>
    /// Where in a stream of Responses an error of ours would come: after the last event that was read and is no error itself.
    /// </summary>
    public StreamPosition Position { get; internal set; }

    /// <summary>Any text, thought or tool call was produced, or whatever else such an answer is made of: vectors, a count.</summary>
    public bool HasOutput
    {
        get => field || CountedAudio > 0 || textBytes.Exists(static bytes => bytes > 0);
        internal set;
    }

    /// <summary>No output was seen, and no token of output was reported.</summary>
    public bool IsEmpty => !HasOutput && Reported is not { Output: > 0 };

    /// <summary>Bytes of UTF-8 of what was produced, by all choices together.</summary>
    public long OutputBytes { get; private set; }

    /// <summary>Tokens of what was produced, by the estimator; for upstreams that report none.</summary>
    public long CountedOutput => textBytes.Sum(TokenEstimate.ForText) + CountedAudio;

    /// <summary>
    /// Reads one event. Bytes that are no UTF-8 are no JSON: clients would refuse them, or read something else than the model said.
    /// </summary>
    /// <param name="sse">One whole event with its closing blank line.</param>
    public AnswerEvent ReadEvent(ReadOnlySpan<byte> sse)
    {
        if (!Utf8.IsValid(sse))
            return AnswerEvent.Malformed;
        Copy?.AddEvent(sse);
        return format.ReadEvent(sse, this);
    }

    /// <summary>Reads an answer that came whole.</summary>
    public AnswerEvent ReadAnswer(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            return AnswerEvent.Malformed;
        Copy?.SetWhole(json);
        return format.ReadAnswer(json, this);
    }

    /// <summary>Subtracts the text of an event that was read and is not delivered.</summary>
    public void TakeBack(ReadOnlySpan<byte> sse)
    {
        var part = new AnswerMeter(format);
        part.ReadEvent(sse);
        for (var choice = 0; choice < part.textBytes.Count; choice++)
            textBytes[choice] -= part.textBytes[choice];
        OutputBytes -= part.OutputBytes;
        CountedAudio -= part.CountedAudio;
        Position = Position with { Sequence = Math.Max(0, part.Position.Sequence - 1) };
    }

    internal void AddText(int choice, int bytes)
    {
        while (textBytes.Count <= choice)
            textBytes.Add(0);
        textBytes[choice] += bytes;
        OutputBytes += bytes;
    }

    /// <summary>The reader stands before the reason why the answer ended; null where it goes on.</summary>
    internal void ReadFinish(ref Utf8JsonReader json)
    {
        if (!json.EnterText())
            return;
        Finished = true;
        Identity?.AddFinish(ref json);
    }

    internal void AddCall(int tool) => (Calls ??= new CallCounter()).Add(tool);

    internal void Note(UsageClaim claim)
    {
        if (claim.Calls is { } calls)
            (Calls ??= new CallCounter()).Report(calls);
        Tier = claim.Tier ?? Tier;
        SplitsCacheWrites |= claim.SplitsWrites;
    }

    /// <param name="usage">Null where the object has no counts.</param>
    /// <param name="doubt">Why the counts cannot be right, whatever was asked; null where they can.</param>
    internal void Report(TokenUsage? usage, UsageDoubt? doubt)
    {
        Claimed = usage ?? TokenUsage.None;
        (Reported, Doubt, Reports) = (doubt is null ? usage : null, doubt, Reports + 1);
    }
}
