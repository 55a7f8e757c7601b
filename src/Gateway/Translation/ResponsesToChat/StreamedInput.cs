using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Extracts the text for a custom tool from the fragments of the function's arguments that wrap it. It only serves to send the text early:
/// arguments in another form yield nothing here, and the text is sent at the end.
/// </summary>
internal sealed partial class StreamedInput
{
    private const int MaxOpeningLength = 100;

    private string pending = "";
    private bool isInside;
    private bool isOver;

    /// <param name="piece">The next fragment of the function's arguments.</param>
    /// <returns>The text as far as it is complete; half of an escape waits for its other half.</returns>
    public string Next(string piece)
    {
        if (isOver)
            return "";
        pending += piece;
        if (!isInside && !Enter())
            return "";
        var end = Complete(pending);
        var text = Unescaped(pending[..end]);
        isOver |= end < pending.Length && pending[end] == '"';
        pending = pending[end..];
        return text;
    }

    private bool Enter()
    {
        var opening = Opening().Match(pending);
        pending = pending[opening.Length..];
        isInside = opening.Success;
        isOver = !isInside && pending.Length > MaxOpeningLength;
        return isInside;
    }

    /// <summary>How far whole characters reach, up to the quote that ends them.</summary>
    private static int Complete(string text)
    {
        var at = 0;
        while (at < text.Length && text[at] != '"')
        {
            var length = text[at] == '\\' ? EscapeLength(text.AsSpan(at)) : 1;
            if (at + length > text.Length)
                break;
            at += length;
        }

        return at;
    }

    /// <summary>A character beyond the first 65,536 is written as two escapes.</summary>
    private static int EscapeLength(ReadOnlySpan<char> escape) =>
        escape switch
        {
            ['\\', 'u', 'd' or 'D', '8' or '9' or 'a' or 'b' or 'A' or 'B', ..] => 12,
            ['\\', 'u', ..] => 6,
            _ => 2,
        };

    private string Unescaped(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes($"\"{text}\""));
            return document.RootElement.GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            isOver = true;
            return "";
        }
    }

    [GeneratedRegex("\\A\\s*\\{\\s*\"input\"\\s*:\\s*\"")]
    private static partial Regex Opening();
}
