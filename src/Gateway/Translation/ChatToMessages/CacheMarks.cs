using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// The markers of a request for Anthropic's cache. Anthropic takes four; of more, the first two are kept, which stand at tools and
/// instructions and serve every conversation, and the last two, which serve the next turn of this one.
/// </summary>
/// <param name="marks">In the order of the prompt: tools, instructions, messages.</param>
/// <param name="most">How many of them Anthropic takes.</param>
internal sealed class CacheMarks(IReadOnlyList<JsonField> marks, int most = CacheMarks.Most)
{
    public const int Most = 4;
    private const int Last = 2;

    private readonly HashSet<JsonField> kept = [.. marks.Count <= most ? marks : marks.Take(most - Last).Concat(marks.TakeLast(Last))];

    public void Write(JsonField? mark, Utf8JsonWriter writer)
    {
        if (mark is null)
            return;
        if (kept.Contains(mark))
            writer.WriteField("cache_control", mark);
        else
            mark.MarkLeftOut();
    }
}
