using System.Buffers;
using Platform.FakeUpstream.Answers;

namespace Platform.FakeUpstream.Serving;

/// <summary>
/// How a protocol puts an answer on the wire. When it is sent, how fast, and where it breaks is the same in all of them:
/// <see cref="AnswerStream"/> and <see cref="WholeAnswer"/>.
/// </summary>
internal interface IFrames
{
    /// <summary>All choices say the same, by turns.</summary>
    int Choices { get; }

    /// <summary>Of each choice, in the order in which they are sent.</summary>
    IReadOnlyList<Part> Parts { get; }

    TokenCounts Usage { get; }

    /// <summary>The whole answer as one JSON object.</summary>
    void WriteWhole(IBufferWriter<byte> output);

    /// <summary>Whether a whole answer tells its usage, or a stream that goes on to its end, or up to its terminal event only.</summary>
    bool TellsUsage(Telling telling);

    /// <summary>What comes before the first part.</summary>
    void WriteStart(IBufferWriter<byte> output);

    void WriteOpening(IBufferWriter<byte> output, int part, int choice);

    void WriteDelta(IBufferWriter<byte> output, int part, int choice, ReadOnlySpan<byte> utf8);

    void WriteClosing(IBufferWriter<byte> output, int part, int choice);

    /// <summary>What comes between the last part and the terminal event.</summary>
    void WriteEnd(IBufferWriter<byte> output);

    /// <summary>The terminal event.</summary>
    void WriteDone(IBufferWriter<byte> output);

    /// <summary>An event that breaks off in the middle of its JSON.</summary>
    void WriteBroken(IBufferWriter<byte> output);

    /// <param name="started">Whether <see cref="WriteStart"/> came before.</param>
    void WriteError(IBufferWriter<byte> output, bool started);
}

internal enum Telling
{
    Whole,
    Stream,
    StreamWithoutDone,
}
