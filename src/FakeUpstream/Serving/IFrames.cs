using System.Buffers;
using Platform.FakeUpstream.Answers;

namespace Platform.FakeUpstream.Serving;

/// <summary>
/// Writes an answer in the format of a protocol. When and how fast it is sent, and where it breaks, is the same for all of them:
/// <see cref="AnswerStream"/> and <see cref="WholeAnswer"/>.
/// </summary>
internal interface IFrames
{
    /// <summary>The number of choices; all have the same content and are sent in turn.</summary>
    int Choices { get; }

    /// <summary>The parts of each choice, in the order of sending.</summary>
    IReadOnlyList<Part> Parts { get; }

    TokenCounts Usage { get; }

    /// <summary>The whole answer as one JSON object.</summary>
    void WriteWhole(IBufferWriter<byte> output);

    /// <summary>Whether usage is sent in this form of the answer.</summary>
    bool IncludesUsage(AnswerForm form);

    /// <summary>The events before the first part.</summary>
    void WriteStart(IBufferWriter<byte> output);

    void WriteOpening(IBufferWriter<byte> output, int part, int choice);

    void WriteDelta(IBufferWriter<byte> output, int part, int choice, ReadOnlySpan<byte> utf8);

    void WriteClosing(IBufferWriter<byte> output, int part, int choice);

    /// <summary>The events between the last part and the terminal event.</summary>
    void WriteEnd(IBufferWriter<byte> output);

    /// <summary>The terminal event.</summary>
    void WriteDone(IBufferWriter<byte> output);

    /// <summary>An event that breaks off in the middle of its JSON.</summary>
    void WriteBroken(IBufferWriter<byte> output);

    /// <param name="started">Whether <see cref="WriteStart"/> was called.</param>
    void WriteError(IBufferWriter<byte> output, bool started);
}

/// <summary>The form in which an answer is sent.</summary>
internal enum AnswerForm
{
    Whole,
    Stream,
    StreamWithoutDone,
}
