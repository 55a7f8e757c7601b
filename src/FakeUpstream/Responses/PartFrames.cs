using Platform.FakeUpstream.Answers;

namespace Platform.FakeUpstream.Responses;

/// <summary>The names and members of the events of one kind of item.</summary>
/// <param name="Added">The event that opens the content of the item; null for an item without inner content.</param>
/// <param name="Place">The index of the content in the item.</param>
/// <param name="Whole">The member that holds the whole content.</param>
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

    /// <summary>Whether the closing event names the tool again.</summary>
    public bool Naming { get; private init; }

    /// <summary>Null for reasoning that is not shown, whose item is empty.</summary>
    public static PartFrames? For(ResponsesAnswer answer, int part) =>
        answer.Parts[part].Kind switch
        {
            PartKind.Reasoning => answer.Parts[part].Content.IsEmpty ? null : Summary,
            PartKind.Text => Text,
            _ => answer.Called.FreeText ? Custom : Function,
        };
}
