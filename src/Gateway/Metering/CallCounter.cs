using System.Text;
using System.Text.Json;
using Platform.Contracts;

namespace Platform.Gateway.Metering;

/// <summary>Counts the calls of hosted tools in an answer, of those tools that can have a price.</summary>
internal sealed class CallCounter
{
    private static readonly string[] Tools = [.. ToolPrice.Known];
    private static readonly byte[][] Names = [.. Tools.Select(Encoding.UTF8.GetBytes)];
    private static readonly byte[][] Items = [.. Tools.Select(tool => Encoding.UTF8.GetBytes(tool + "_call"))];
    private static readonly byte[][] Counts = [.. Tools.Select(tool => Encoding.UTF8.GetBytes(tool + "_requests"))];

    private readonly long[] seen = new long[Tools.Length];
    private readonly long?[] reported = new long?[Tools.Length];

    /// <summary>What the upstream counts goes before what was seen.</summary>
    public long Of(string tool) => Array.IndexOf(Tools, tool) is >= 0 and var index ? reported[index] ?? Math.Max(0, seen[index]) : 0;

    public bool Any => Array.Exists(seen, static calls => calls > 0);

    /// <summary>The reader stands on the type of an item of Responses, such as <c>web_search_call</c>; -1 where it is no such call.</summary>
    public static int FindItem(in Utf8JsonReader json) => Find(json, Items);

    /// <summary>The reader stands on the name of the tool that a block of Messages calls; -1 where it can have no price.</summary>
    public static int FindName(in Utf8JsonReader json) => Find(json, Names);

    /// <summary>The reader stands on the name of a member of <c>server_tool_use</c>; -1 where it counts no tool that can have a price.</summary>
    public static int FindCount(in Utf8JsonReader json) => Find(json, Counts);

    public void Add(int index, int calls = 1) => seen[index] += calls;

    /// <summary>OpenAI charges a search, and not what a model does with its results, which has items of the same type.</summary>
    public void TakeBackUnlessSearch(in Utf8JsonReader json)
    {
        if (json.ValueTextEquals("open_page"u8) || json.ValueTextEquals("find_in_page"u8))
            seen[0]--;
    }

    /// <param name="counts">By tool; null where the upstream says nothing of it.</param>
    public void Report(IReadOnlyList<long?> counts)
    {
        for (var index = 0; index < reported.Length; index++)
            reported[index] = counts[index] ?? reported[index];
    }

    private static int Find(in Utf8JsonReader json, byte[][] among)
    {
        for (var index = 0; index < among.Length; index++)
            if (json.ValueTextEquals(among[index]))
                return index;
        return -1;
    }
}
