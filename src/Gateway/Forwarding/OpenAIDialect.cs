using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.MessagesToChat;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Members of other vendors' dialects of chat in the words of OpenAI. <c>usage</c> asks for what is always asked for, and goes. OpenAI's
/// models get <c>reasoning_effort</c> in place of <c>reasoning</c> or <c>thinking</c>, and those that do not reason get none; models of
/// others know these members themselves.
/// </summary>
internal static class OpenAIDialect
{
    public static IEnumerable<Splice> Of(InferenceRequest request, string model)
    {
        var removed = new List<DialectMember>();
        var replaced = new List<Splice>();
        // Of two that say the same, one becomes the effort; a client's own reasoning_effort stands.
        var hasEffort = !OpenAIModel.Reasons(model) || HasEffort(request.Body.Span);
        foreach (var member in request.Dialect)
        {
            if (member.Name != DialectMember.Usage && !OpenAIModel.IsOne(model))
                continue;
            if (member.Name != DialectMember.Usage && !hasEffort && Effort(request.Body[member.Value], member.Name) is { } effort)
            {
                hasEffort = true;
                replaced.Add(new Splice(member.At, Encoding.UTF8.GetBytes($"\"reasoning_effort\":{effort}")));
            }
            else
            {
                removed.Add(member);
            }
        }

        return replaced.Concat(DialectMember.Remove(request.Body, removed, request.FirstMemberAt));
    }

    /// <summary>As JSON. Null where none is asked for, or what is there is nothing of these dialects.</summary>
    private static string? Effort(ReadOnlyMemory<byte> value, string name)
    {
        using var document = JsonDocument.Parse(value, TranslatedJson.Reading);
        try
        {
            var field = new JsonField(document.RootElement);
            var asked = name == DialectMember.Reasoning ? ChatReasoning.FromReasoning(field) : ChatReasoning.FromThinking(field);
            return asked.Effort is { } effort ? JsonSerializer.Serialize(effort, ContractsJson.Default.String) : null;
        }
        catch (UntranslatableException)
        {
            return null;
        }
    }

    private static bool HasEffort(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("reasoning_effort"u8))
                return true;
            json.Read();
            json.Skip();
        }

        return false;
    }
}
