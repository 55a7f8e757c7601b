using System.Text.Json;

namespace Platform.Gateway.Protocols;

/// <summary>
/// A member of a chat request that is no part of OpenAI's protocol, but of others' dialects of it: <c>usage</c>, <c>reasoning</c> and
/// <c>thinking</c>. OpenAI refuses members that it does not know.
/// </summary>
/// <param name="At">The whole member, name and value.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct DialectMember(string Name, Range At, Range Value)
{
    public const string Usage = "usage";
    public const string Reasoning = "reasoning";
    public const string Thinking = "thinking";

    public static string[] Names { get; } = [Usage, Reasoning, Thinking];

    /// <summary>Whether an object has the member <paramref name="name"/> with the value true.</summary>
    public static bool HasFlag(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name)
    {
        var json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            if (isIt)
                return json.TokenType == JsonTokenType.True;
            json.Skip();
        }

        return false;
    }

    /// <summary>Takes members out of an object, each with one comma.</summary>
    /// <param name="members">In their order.</param>
    /// <param name="firstMemberAt">Just after the opening brace.</param>
    public static IEnumerable<Splice> Remove(ReadOnlyMemory<byte> body, IEnumerable<DialectMember> members, int firstMemberAt)
    {
        var kept = firstMemberAt;
        foreach (var member in members)
        {
            var (start, end) = (member.At.Start.Value, member.At.End.Value);
            var before = body.Span[kept..start].TrimEnd(" \t\r\n"u8);
            if (before.IsEmpty)
                // Nothing is left before it, so the comma behind it goes.
                end += body.Span[end..].IndexOf((byte)',') + 1;
            else
                start = kept + before.Length - 1;
            kept = end;
            yield return new Splice(start..end, []);
        }
    }
}
