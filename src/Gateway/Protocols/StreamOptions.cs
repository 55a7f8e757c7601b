using System.Text.Json;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Protocols;

/// <summary>The member <c>stream_options</c> of a request, and its position in the body.</summary>
/// <param name="IncludeUsageAt">The value of <c>include_usage</c>, where there is one.</param>
internal readonly record struct StreamOptions(Range At, Range? IncludeUsageAt, bool IncludeUsage)
{
    /// <summary>The reader stands on the member's name, and afterwards on the value's last token.</summary>
    public static ApiError? Read(ref Utf8JsonReader json, out StreamOptions options)
    {
        options = default;
        Range? includeUsageAt = null;
        var includeUsage = false;
        json.Read();
        var start = (int)json.TokenStartIndex;
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
            return RequestProblems.WrongStreamOptions();
        var isNull = json.TokenType == JsonTokenType.Null;
        while (!isNull && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIncludeUsage = json.ValueTextEquals("include_usage"u8);
            if (isIncludeUsage && includeUsageAt is not null)
                return RequestProblems.Twice("stream_options.include_usage");
            json.Read();
            var from = (int)json.TokenStartIndex;
            json.Skip();
            if (isIncludeUsage)
                (includeUsageAt, includeUsage) = (from..(int)json.BytesConsumed, json.TokenType == JsonTokenType.True);
        }

        options = new StreamOptions(start..(int)json.BytesConsumed, includeUsageAt, includeUsage);
        return null;
    }
}
