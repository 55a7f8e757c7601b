using System.Buffers;
using Platform.Gateway.Errors;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation;

/// <summary>
/// Converts one request from its caller's protocol to its upstream's, and the answer back. There is one instance for each attempt. The
/// answer may need what was read in the request (names of tools, whether usage is wanted), so <see cref="Request"/> is called first, once.
/// </summary>
internal interface ITranslation
{
    /// <summary>The body in the upstream's protocol.</summary>
    /// <param name="body">A JSON object in the caller's protocol.</param>
    /// <exception cref="UntranslatableException">
    /// It asks for something that the upstream's protocol cannot express, or has the wrong shape.
    /// </exception>
    byte[] Request(ReadOnlyMemory<byte> body);

    /// <summary>
    /// Types of tools that the client offered and that are left out, because only another vendor's servers run them, for example
    /// <c>web_search</c>: a model does not call a tool that it does not see. Known after <see cref="Request"/>.
    /// </summary>
    IReadOnlyList<string> NotOffered => [];

    /// <summary>The members of the body that are not carried to the upstream. Known after <see cref="Request"/>.</summary>
    FieldTracker Tracker { get; }

    /// <summary>The position in the caller's stream at which an error event of the gateway would be.</summary>
    StreamPosition Position => default;

    /// <summary>The upstream's whole answer in the caller's protocol. <c>usage.cost</c>, which is ours, is carried over.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is not an answer in the upstream's protocol.</exception>
    byte[] Answer(ReadOnlyMemory<byte> answer);

    /// <summary>
    /// The upstream's next event in the caller's protocol: none, one or several whole events, up to and including the terminal one. State
    /// is bounded by what the answer's parts need (ids, names, open blocks), except for protocols that repeat the whole text at the end.
    /// A comment passes unchanged until the terminal event, in every translation: it keeps connections alive.
    /// </summary>
    /// <param name="sse">One whole event with its closing blank line, or a comment, which is one line.</param>
    /// <exception cref="System.Text.Json.JsonException">
    /// It is not an event of the upstream's protocol. What was written to <paramref name="output"/> is then not to be sent.
    /// </exception>
    void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output);
}
