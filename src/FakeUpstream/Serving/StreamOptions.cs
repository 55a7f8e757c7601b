using System.Text.Json;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Serving;

/// <summary>OpenAI's <c>stream_options</c>.</summary>
internal static class StreamOptions
{
    /// <exception cref="Refusal">The request has stream options but no stream.</exception>
    public static bool IncludeUsage(JsonElement body, bool stream)
    {
        if (body.Field("stream_options", "an object", JsonValueKind.Object) is not { } options)
            return false;
        return stream
            ? options.Flag("include_usage")
            : throw new Refusal(
                OpenAIError.Invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")
            );
    }
}
