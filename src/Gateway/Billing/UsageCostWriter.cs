using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Billing;

/// <summary>
/// Writes <c>usage.cost</c> into an answer: the charge of its <see cref="Bill"/> in USD, exact to the nano-dollar, in place of an
/// upstream's own. It computes no price. Only these bytes change; everything outside <c>usage</c> stays as it was received.
/// </summary>
internal sealed class UsageCostWriter
{
    public static UsageCostWriter Chat { get; } = new(UsageMembers.WriteForChat, isChunk: true);

    public static UsageCostWriter Responses { get; } = new(UsageMembers.WriteForResponses, eventMember: "response");

    public static UsageCostWriter Messages { get; } = new(UsageMembers.WriteForMessages);

    /// <summary>For an answer that has no usage and costs nothing.</summary>
    public static UsageCostWriter None { get; } = new(null);

    private readonly Action<Utf8JsonWriter, TokenUsage>? counts;
    private readonly string eventMember;
    private readonly bool isChunk;

    /// <param name="counts">The members of a usage of ours, all that the protocol requires; null where there is none.</param>
    /// <param name="eventMember">The member of an event that holds the answer; empty where the event itself is it.</param>
    /// <param name="isChunk">In a stream, usage is a chunk of its own before the end.</param>
    private UsageCostWriter(Action<Utf8JsonWriter, TokenUsage>? counts, string eventMember = "", bool isChunk = false) =>
        (this.counts, this.eventMember, this.isChunk) = (counts, eventMember, isChunk);

    /// <summary>The writer for the upstream's protocol.</summary>
    public static UsageCostWriter For(Protocol protocol) =>
        protocol.CountsTokens ? None
        : protocol == Protocol.Responses ? Responses
        : protocol == Protocol.Messages ? Messages
        : Chat;

    /// <summary>Where the cost goes into a whole answer; adds a usage where it has none.</summary>
    public IReadOnlyList<Splice> CostsIn(ReadOnlySpan<byte> json, Bill bill)
    {
        var splices = new List<Splice>(1);
        if (counts is not null)
            Find(json, 0, splices, bill, addMissing: true);
        return splices;
    }

    /// <summary>Writes the cost into an event of a stream, wherever the event has a usage.</summary>
    /// <param name="addMissing">Whether to add a usage where the event holds an answer without one.</param>
    public byte[] IntoEvent(ReadOnlySpan<byte> sse, Bill bill, bool addMissing = false)
    {
        var splices = new List<Splice>(1);
        foreach (var line in SseData.Lines(sse))
            if (AnswerIn(sse[line]) is var at && at >= 0)
                Find(sse[line][at..], line.Start.Value + at, splices, bill, addMissing);
        return Splice.Into(sse, splices);
    }

    /// <summary>
    /// Adds the usage that the client asked for and the upstream did not send, to the end of a stream: inside its terminal event, or as a
    /// chunk before it.
    /// </summary>
    /// <param name="terminal">The terminal event, the upstream's or ours.</param>
    /// <param name="sample">An earlier event of the stream; empty when there was none.</param>
    public byte[] IntoEnd(ReadOnlySpan<byte> terminal, ReadOnlySpan<byte> sample, Bill bill) =>
        !isChunk ? IntoEvent(terminal, bill, addMissing: true)
        : sample.IsEmpty ? terminal.ToArray()
        : [.. ChunkLike(sample, bill), .. terminal];

    /// <summary>Where in an event's data the answer begins; -1 where there is none.</summary>
    private int AnswerIn(ReadOnlySpan<byte> data)
    {
        if (eventMember == "")
            return 0;
        var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(eventMember);
            json.Read();
            if (isIt && json.TokenType == JsonTokenType.StartObject)
                return (int)json.TokenStartIndex;
            json.Skip();
        }

        return -1;
    }

    /// <summary>Makes a usage chunk for a stream whose upstream sent none: a copy of another chunk, without choices.</summary>
    /// <param name="sse">Any chunk of the stream.</param>
    public static byte[] ChunkLike(ReadOnlySpan<byte> sse, Bill bill)
    {
        var json = SseData.From(sse);
        var splices = new List<Splice>(2);
        Chat.Find(json, 0, splices, bill, addMissing: true, emptyChoices: true);
        return [.. "data: "u8, .. Splice.Into(json, splices), .. "\n\n"u8];
    }

    private void Find(ReadOnlySpan<byte> text, int offset, List<Splice> splices, Bill bill, bool addMissing, bool emptyChoices = false)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 256 });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return;
        var (found, nothing) = (false, default(Range?));
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isUsage, isChoices) = (json.ValueTextEquals("usage"u8), json.ValueTextEquals("choices"u8));
            json.Read();
            if (isUsage && json.TokenType == JsonTokenType.StartObject)
            {
                found = true;
                if (bill.Source == UsageSource.Upstream)
                    FindCost(ref json, offset, splices, Number(bill.Charge));
                else
                    splices.Add(new Splice(Value(ref json, offset), Whole(bill)));
                continue;
            }

            var at = Value(ref json, offset);
            if (isUsage)
                nothing = at;
            else if (isChoices && emptyChoices)
                splices.Add(new Splice(at, "[]"u8.ToArray()));
        }

        var end = offset + (int)json.TokenStartIndex;
        if (addMissing && !found)
            splices.Add(nothing is { } there ? new Splice(there, Whole(bill)) : new Splice(end..end, [.. ",\"usage\":"u8, .. Whole(bill)]));
    }

    /// <summary>Reads a usage from its opening brace to its closing one, and splices the cost in.</summary>
    private static void FindCost(ref Utf8JsonReader json, int offset, List<Splice> splices, string cost)
    {
        var (found, isEmpty) = (false, true);
        for (; json.Read() && json.TokenType == JsonTokenType.PropertyName; isEmpty = false)
        {
            var isCost = json.ValueTextEquals("cost"u8);
            json.Read();
            var at = Value(ref json, offset);
            if (isCost)
                splices.Add(new Splice(at, Encoding.UTF8.GetBytes(cost)));
            found |= isCost;
        }

        var end = offset + (int)json.TokenStartIndex;
        if (!found)
            splices.Add(new Splice(end..end, Encoding.UTF8.GetBytes($"{(isEmpty ? "" : ",")}\"cost\":{cost}")));
    }

    /// <summary>The range of the value whose first token the reader is on. Moves the reader to the last token.</summary>
    private static Range Value(ref Utf8JsonReader json, int offset)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return (offset + start)..(offset + (int)json.BytesConsumed);
    }

    private byte[] Whole(Bill bill)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            counts!(json, bill.Usage);
            json.WritePropertyName("cost");
            json.WriteRawValue(Number(bill.Charge));
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static string Number(Money cost) => cost.Usd.ToString("0.#########", CultureInfo.InvariantCulture);
}
