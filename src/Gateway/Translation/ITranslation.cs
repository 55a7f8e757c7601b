using System.Buffers;
using Platform.Gateway.Errors;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation;

/// <summary>
/// One request in its caller's protocol, told in its upstream's, and the answer told back. Made for each attempt; the answer
/// may need what was read in the request (names of tools, wishes about usage), so <see cref="Request"/> is called first, once.
/// </summary>
public interface ITranslation
{
    /// <summary>The body as the upstream needs it.</summary>
    /// <param name="body">A JSON object in the caller's protocol.</param>
    /// <exception cref="UntranslatableException">It asks for something that the upstream's protocol has no words for, or has the wrong shape.</exception>
    byte[] Request(ReadOnlyMemory<byte> body);

    /// <summary>
    /// Types of tools that the client offered and the model was not told of, because only another vendor's servers run them, for example
    /// <c>web_search</c>: a model that never hears of them never calls them. Known after <see cref="Request"/>.
    /// </summary>
    IReadOnlyList<string> NotOffered => [];

    /// <summary>Which members of the body the upstream is not told of. Known after <see cref="Request"/>.</summary>
    FieldTracker Tracker { get; }

    /// <summary>Where in the caller's stream an error of ours would come.</summary>
    StreamPosition Position => default;

    /// <summary>The upstream's whole answer in the caller's protocol. <c>usage.cost</c>, which is ours, is carried over.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no answer of the upstream's protocol.</exception>
    byte[] Answer(ReadOnlyMemory<byte> answer);

    /// <summary>
    /// The upstream's next event in the caller's protocol: none, one or several whole events, up to and with the terminal one. State
    /// is bounded by what the answer's parts need (ids, names, open blocks), but for the protocols that repeat the whole text at its end.
    /// A comment passes unchanged until the terminal event: it says that the upstream is alive, in any protocol.
    /// </summary>
    /// <param name="sse">One whole event with its closing blank line, however its bytes arrived.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no event of the upstream's protocol.</exception>
    void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output);
}

/// <summary>What a translation must know that does not stand in the body.</summary>
/// <param name="RequestId">Ours; ids of the answer are derived from it.</param>
/// <param name="UpstreamModel">The upstream's own name for the model, which the translated body carries.</param>
/// <param name="CreatedAt">When the request arrived.</param>
/// <param name="MostOutput">The most tokens the model can say: for protocols that demand a limit when the client names none.</param>
/// <param name="OutputLimit">A limit of ours, in tokens, where the client names none and credit is short; else null.</param>
/// <param name="OutputLimitField">The field by which a chat upstream takes a limit.</param>
/// <param name="PreviousResponse">The response that the caller went on from; the body already says what was said in it.</param>
public sealed record TranslationContext(
    string RequestId, string UpstreamModel, DateTimeOffset CreatedAt, long MostOutput, long? OutputLimit = null, string OutputLimitField = "max_completion_tokens",
    string? PreviousResponse = null);

/// <summary>The request cannot be told in the upstream's protocol. Refused with its name, never dropped silently.</summary>
/// <param name="param">The field at fault, for example <c>tools[2].type</c>; empty where it is the body as a whole.</param>
/// <param name="message">What it is, and what to do instead: a sentence or two for the person whose tool sent it.</param>
public sealed class UntranslatableException(string param, string message) : Exception(message)
{
    public string Param => param;

    /// <summary>What the caller gets: <c>param</c> is null where the body as a whole is at fault, as for every body that is no JSON.</summary>
    internal ApiError ToApiError() => ApiErrors.InvalidRequest(Message, param.Length == 0 ? null : param);

    /// <summary>The same, of a field that has this name where it comes from.</summary>
    internal UntranslatableException Of(string origin) =>
        new(origin, Message.StartsWith(param, StringComparison.Ordinal) ? origin + Message[param.Length..] : Message);
}
