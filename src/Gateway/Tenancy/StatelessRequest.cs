using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// Has an upstream keep nothing of a request and its answer: what it keeps lies in the operator's account, which all callers share, and
/// could be reached by its id. Responses are kept here instead, for whoever asked. What a model has thought then comes back encrypted with
/// each request, and not by its id.
/// </summary>
/// <param name="LeftOut">The members that are left out, as paths.</param>
internal sealed record StatelessRequest(IReadOnlyList<Splice> Splices, IReadOnlyList<string> LeftOut)
{
    private const string EncryptedReasoning = "\"reasoning.encrypted_content\"";

    private static readonly StatelessRequest AsItIs = new([], []);

    /// <param name="protocol">The upstream's, which is the caller's too.</param>
    /// <param name="reasons">
    /// The model reasons, and so is asked for its reasoning; where it does not it refuses to be asked, as Codex does in every request; null
    /// where nobody knows, and then the caller is sent as it came.
    /// </param>
    public static StatelessRequest For(InferenceRequest request, Protocol protocol, bool? reasons) =>
        protocol == Protocol.Responses ? OfResponse(request, reasons)
        : protocol == Protocol.Chat && request.StoreAt is { } at && request.Body.Span[at][0] == (byte)'t' ? OfChat(request, at)
        : AsItIs;

    /// <summary>A chat completion takes metadata only where it is stored.</summary>
    private static StatelessRequest OfChat(InferenceRequest request, Range store) =>
        request.MetadataAt is { } metadata
            ? new([new Splice(store, "false"u8.ToArray()), new Splice(metadata, "null"u8.ToArray())], ["store", "metadata"])
            : new([new Splice(store, "false"u8.ToArray())], ["store"]);

    private static StatelessRequest OfResponse(InferenceRequest request, bool? reasons)
    {
        var (splices, leftOut) = (new List<Splice>(2), new List<string>());
        if (request.StoreAt is not { } at)
            splices.Add(First(request, "\"store\":false,"));
        else if (request.Body.Span[at][0] != (byte)'f')
            splices.Add(new Splice(at, "false"u8.ToArray()));
        if (reasons is true)
            AddInclude(request, splices);
        else if (reasons is false && request.IncludeAt is { } include)
            TakeOut("include", include, Encrypted(request.Body.Span[include]));
        if (request.HasReasoning && request.SubjectAt is { } input)
            TakeOut("input", input, Unreadable(request.Body.Span[input]));
        return new(splices, leftOut);

        void TakeOut(string name, Range list, List<int> gone)
        {
            if (gone.Count == 0)
                return;
            splices.AddRange(JsonList.Without(request.Body.Span, list, (_, index) => gone.Contains(index), out _));
            leftOut.AddRange(gone.Select(index => $"{name}[{index}]"));
        }
    }

    private static Splice First(InferenceRequest request, string member) =>
        new(request.FirstMemberAt..request.FirstMemberAt, System.Text.Encoding.ASCII.GetBytes(member));

    private static void AddInclude(InferenceRequest request, List<Splice> splices)
    {
        if (request.IncludeAt is not { } at)
        {
            splices.Add(First(request, $"\"include\":[{EncryptedReasoning}],"));
            return;
        }

        var json = new Utf8JsonReader(request.Body.Span[at]);
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            splices.Add(new Splice(at, System.Text.Encoding.ASCII.GetBytes($"[{EncryptedReasoning}]")));
        // What is no list, the upstream refuses.
        if (json.TokenType != JsonTokenType.StartArray || Encrypted(request.Body.Span[at]).Count > 0)
            return;
        var isEmpty = json.Read() && json.TokenType == JsonTokenType.EndArray;
        var inside = at.Start.Value + 1;
        splices.Add(new Splice(inside..inside, System.Text.Encoding.ASCII.GetBytes(EncryptedReasoning + (isEmpty ? "" : ","))));
    }

    /// <summary>The places in <c>include</c> that ask for encrypted reasoning.</summary>
    private static List<int> Encrypted(ReadOnlySpan<byte> include)
    {
        var asked = new List<int>();
        var json = new Utf8JsonReader(include, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            return asked;
        for (var place = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; place++)
            if (json.TokenType == JsonTokenType.String && json.ValueTextEquals("reasoning.encrypted_content"u8))
                asked.Add(place);
            else
                json.Skip();
        return asked;
    }

    /// <summary>
    /// The places of earlier reasoning that an upstream could only find by its id: with neither encrypted content nor its text. Such an item
    /// is of another model, or of a client that drops what it does not know. A conversation goes on without it.
    /// </summary>
    private static List<int> Unreadable(ReadOnlySpan<byte> input)
    {
        var gone = new List<int>();
        var json = new Utf8JsonReader(input, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            return gone;
        for (var place = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; place++)
        {
            if (json.TokenType == JsonTokenType.StartObject && IsUnreadable(ref json))
                gone.Add(place);
            else
                json.Skip();
        }

        return gone;
    }

    /// <summary>The reader stands on an item's first token, and afterwards on its last.</summary>
    private static bool IsUnreadable(ref Utf8JsonReader json)
    {
        var (isReasoning, isReadable) = (false, false);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, holds) = (
                json.ValueTextEquals("type"u8),
                json.ValueTextEquals("encrypted_content"u8) || json.ValueTextEquals("content"u8)
            );
            json.Read();
            isReasoning |= isType && json.TokenType == JsonTokenType.String && json.ValueTextEquals("reasoning"u8);
            isReadable |= holds && IsFilled(json);
            json.Skip();
        }

        return isReasoning && !isReadable;
    }

    private static bool IsFilled(Utf8JsonReader json) =>
        json.TokenType switch
        {
            JsonTokenType.String => json.ValueSpan.Length > 0,
            JsonTokenType.StartArray => json.Read() && json.TokenType != JsonTokenType.EndArray,
            _ => false,
        };
}
