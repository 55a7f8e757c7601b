using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>A block of content that is about to be written.</summary>
/// <param name="Members">Writes its members.</param>
/// <param name="Cache">
/// The marker <c>cache_control</c>, which many clients put on parts and messages of chat: the prompt up to this block is to be cached.
/// </param>
internal sealed record CachedBlock(Action<Utf8JsonWriter> Members, JsonField? Cache = null)
{
    /// <summary>Of a block that is nothing but a text.</summary>
    public string? Text { get; init; }

    public void Write(Utf8JsonWriter writer, CacheMarks marks)
    {
        writer.WriteStartObject();
        Members(writer);
        marks.Write(Cache, writer);
        writer.WriteEndObject();
    }
}
