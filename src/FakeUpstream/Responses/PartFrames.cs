using Platform.FakeUpstream.Answers;

namespace Platform.FakeUpstream.Responses;

/// <summary>How the events are called that tell one kind of item, and what they say.</summary>
/// <param name="Added">The event that opens what is in the item; null where an item is all there is.</param>
/// <param name="Place">Where in the item.</param>
/// <param name="Whole">The label of all that was said.</param>
internal sealed record PartFrames(byte[]? Added, byte[] Delta, byte[] Done, byte[]? PartDone, byte[] Place, byte[] Whole)
{
    private static readonly PartFrames Summary = new(
        "response.reasoning_summary_part.added"u8.ToArray(),
        "response.reasoning_summary_text.delta"u8.ToArray(),
        "response.reasoning_summary_text.done"u8.ToArray(),
        "response.reasoning_summary_part.done"u8.ToArray(),
        ""","summary_index":0"""u8.ToArray(),
        ""","text":"""u8.ToArray()
    );

    private static readonly PartFrames Text = new(
        "response.content_part.added"u8.ToArray(),
        "response.output_text.delta"u8.ToArray(),
        "response.output_text.done"u8.ToArray(),
        "response.content_part.done"u8.ToArray(),
        ""","content_index":0"""u8.ToArray(),
        ""","text":"""u8.ToArray()
    )
    {
        HasLogprobs = true,
    };

    private static readonly PartFrames Function = new(
        null,
        "response.function_call_arguments.delta"u8.ToArray(),
        "response.function_call_arguments.done"u8.ToArray(),
        null,
        [],
        ""","arguments":"""u8.ToArray()
    )
    {
        Naming = true,
    };

    private static readonly PartFrames Custom = new(
        null,
        "response.custom_tool_call_input.delta"u8.ToArray(),
        "response.custom_tool_call_input.done"u8.ToArray(),
        null,
        [],
        ""","input":"""u8.ToArray()
    );

    public bool HasLogprobs { get; private init; }

    /// <summary>Whether the tool is named once more at the end.</summary>
    public bool Naming { get; private init; }

    /// <summary>Null of a thought that is not shown: there is nothing in its item.</summary>
    public static PartFrames? Of(ResponsesAnswer answer, int part) =>
        answer.Parts[part].Kind switch
        {
            PartKind.Thought => answer.Parts[part].Said.IsEmpty ? null : Summary,
            PartKind.Text => Text,
            _ => answer.Called.FreeText ? Custom : Function,
        };
}
