using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Writes into an answer, in place of the upstream's, what only the client's own request says: the model's name, since which upstream
/// answers and what it calls its models is no part of what the client asked for, and tools look their model up by this name; and in a
/// response whether it is kept and which one it continues, since both happen here and not at the upstream. Only these bytes change, and
/// nothing is allocated for an ordinary chunk.
/// </summary>
/// <param name="model">The name as a JSON text, with its quotes; empty to leave answers as they are.</param>
/// <param name="stored">The response is kept here, although the upstream was told not to.</param>
/// <param name="previous">The id of the response that is continued, as a JSON text; null where there is none.</param>
internal sealed class AnsweredMembers(ReadOnlyMemory<byte> model, bool stored = false, byte[]? previous = null)
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    private static readonly byte[] True = "true"u8.ToArray();

    private readonly byte[] model = model.ToArray();
    private readonly List<Splice> found = new(3);
    private byte[] named = [];

    private static ReadOnlySpan<byte> ModelMember => "\"model\""u8;

    /// <summary>What to write into the answers of an upstream.</summary>
    /// <param name="isNative">The upstream speaks the caller's protocol; a translation writes the members of a response itself.</param>
    /// <param name="model">The one that answers.</param>
    public static AnsweredMembers For(ForwardRequest request, bool isNative, Model model) =>
        isNative && request.Protocol == Protocol.Responses
            ? new(
                NameOf(request, model),
                request.Body.Store,
                request.PreviousResponse is { } id ? JsonSerializer.SerializeToUtf8Bytes(id, ContractsJson.Default.String) : null
            )
            : new(NameOf(request, model));

    private static ReadOnlyMemory<byte> NameOf(ForwardRequest request, Model model) =>
        model.Id == request.Body.Model
            ? request.Body.ModelAsSent
            : JsonSerializer.SerializeToUtf8Bytes(model.Id, ContractsJson.Default.String);

    private bool OnlyModel => !stored && previous is null;

    /// <summary>The event with the members in it. It is valid until the next call.</summary>
    /// <param name="sse">One whole event, or several.</param>
    public ReadOnlySpan<byte> IntoEvent(ReadOnlySpan<byte> sse)
    {
        // Most events of Responses and Messages hold no answer.
        if (model.Length == 0 || sse.IndexOf(ModelMember) < 0)
            return sse;
        foreach (var line in SseData.Lines(sse))
            if (Find(sse[line], line.Start.Value) && found.Count > 0)
                return found.Count == 1 ? Replace(sse, found[0]) : Splice.Into(sse, found);
        return sse;
    }

    /// <summary>What to replace in a whole answer.</summary>
    public IReadOnlyList<Splice> In(ReadOnlySpan<byte> answer) => model.Length > 0 && Find(answer, 0) ? [.. found] : [];

    /// <summary>Looks in the answer itself, or in the one that an event holds as its response or message.</summary>
    /// <returns>Whether there is an answer.</returns>
    private bool Find(ReadOnlySpan<byte> data, int offset)
    {
        found.Clear();
        try
        {
            var json = new Utf8JsonReader(data, Deep);
            return json.Read() && json.TokenType == JsonTokenType.StartObject && FindIn(ref json, data, offset);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The meter says what is wrong with it.
            return false;
        }
    }

    private bool FindIn(ref Utf8JsonReader json, ReadOnlySpan<byte> data, int offset)
    {
        var isAnswer = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (value, isModel) = ValueOf(json);
            var holdsAnswer = value is null && (json.ValueTextEquals("response"u8) || json.ValueTextEquals("message"u8));
            json.Read();
            if (holdsAnswer && json.TokenType == JsonTokenType.StartObject)
                return FindIn(ref json, data, offset);
            if (value is not null && json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                // A model that is no text is none of ours.
                if (!isModel || json.TokenType == JsonTokenType.String)
                    Note(json, data, offset, value);
                isAnswer |= isModel;
                if (isModel && OnlyModel)
                    return true;
                continue;
            }

            json.Skip();
        }

        return isAnswer;
    }

    /// <summary>What the member that the reader is on becomes; null for others.</summary>
    private (byte[]? Value, bool IsModel) ValueOf(in Utf8JsonReader json) =>
        json.ValueTextEquals("model"u8) ? (model, true)
        : stored && json.ValueTextEquals("store"u8) ? (True, false)
        : previous is not null && json.ValueTextEquals("previous_response_id"u8) ? (previous, false)
        : default;

    private void Note(in Utf8JsonReader json, ReadOnlySpan<byte> data, int offset, byte[] value)
    {
        Range at = (int)json.TokenStartIndex..(int)json.BytesConsumed;
        if (!data[at].SequenceEqual(value))
            found.Add(new Splice((offset + at.Start.Value)..(offset + at.End.Value), value));
    }

    private ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> text, Splice splice)
    {
        var before = text[..splice.At.Start];
        var after = text[splice.At.End..];
        var length = before.Length + splice.With.Length + after.Length;
        if (named.Length < length)
            named = new byte[Math.Max(length, 512)];
        before.CopyTo(named);
        splice.With.CopyTo(named.AsSpan(before.Length));
        after.CopyTo(named.AsSpan(before.Length + splice.With.Length));
        return named.AsSpan(0, length);
    }
}
