using System.Text;
using System.Text.RegularExpressions;
using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Answers;

/// <summary>Composes the answer to a question.</summary>
internal static partial class AnswerComposer
{
    public static Answer Compose(Question question, Script script)
    {
        var most = question.MaxTokens ?? int.MaxValue;
        var reasoning = Math.Min(script.ReasoningTokens, most);
        var tool = ChooseTool(question);
        var whole = tool is { } called ? Arguments(question, called) : Text(question, script);
        var stop = tool is null ? FirstStop(whole, question.Stops) : null;
        if (stop is { } end)
            whole = whole[..end.At];
        // A name is not sent in part: when it does not fit, nothing is sent.
        var nameBytes = tool is { } named ? Encoding.UTF8.GetByteCount(named.Name) : 0;
        var room = (long)(most - reasoning) * TokenRule.BytesPerToken - nameBytes;
        if (room < 0)
            return new Answer(default, null, Truncated: true, reasoning);

        var said = whole.Length <= room ? whole : whole[..TokenRule.CharacterBoundary(whole.Span, (int)room)];
        var cut = said.Length < whole.Length;
        var fitting = (most - reasoning) / Math.Max(1, TokenRule.Tokens(said.Length + nameBytes));
        return new Answer(said, tool?.Name, cut, reasoning)
        {
            Calls = tool is null ? 1 : (int)Math.Clamp(fitting, 1, script.Calls),
            StopSequence = cut ? null : stop?.Sequence,
        };
    }

    private static ReadOnlyMemory<byte> Arguments(Question question, Tool tool) =>
        Dictation.Parse(question.LastUserText, tool)
        ?? (tool.FreeText ? AnswerText.Quote("You said: "u8, question.LastUserText) : SchemaExample.For(tool.Parameters));

    private static (int At, string Sequence)? FirstStop(ReadOnlyMemory<byte> text, IReadOnlyList<string> stops)
    {
        var found = from stop in stops let at = text.Span.IndexOf(Encoding.UTF8.GetBytes(stop)) where at >= 0 orderby at select (at, stop);
        return found.Cast<(int, string)?>().FirstOrDefault();
    }

    /// <summary>The tool to call; null after a tool result, so that a round trip ends.</summary>
    private static Tool? ChooseTool(Question question)
    {
        if (question.Tools.Count == 0 || question.ToolResult is not null || question.ToolChoice.Use == ToolUse.Never)
            return null;
        if (question.ToolChoice.Name is { } name)
            return question.Tools.First(tool => tool.Name == name);
        foreach (var tool in question.Tools)
        {
            if (question.LastUserText.Contains(tool.Name, StringComparison.Ordinal))
                return tool;
        }

        return question.ToolChoice.Use == ToolUse.Always || ToolMention().IsMatch(question.LastUserText) ? question.Tools[0] : null;
    }

    private static ReadOnlyMemory<byte> Text(Question question, Script script)
    {
        if (question.Format.Json)
            return Json(question);
        var text =
            script.Echo ? Encoding.UTF8.GetBytes(question.LastUserText)
            : question.ToolResult is { } result ? AnswerText.Quote("The tool answered: "u8, result)
            : AnswerText.Quote("You said: "u8, question.LastUserText);
        return script.Tokens is { } tokens ? AnswerText.WithLength(text, tokens) : text;
    }

    private static ReadOnlyMemory<byte> Json(Question question) =>
        question.Format.Schema.ValueKind == System.Text.Json.JsonValueKind.Undefined
            ? JsonAnswer.For(question.ToolResult ?? question.LastUserText)
            : SchemaExample.For(question.Format.Schema);

    [GeneratedRegex(@"\btools?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ToolMention();
}
