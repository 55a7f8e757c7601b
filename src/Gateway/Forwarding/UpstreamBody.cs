using System.Globalization;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// The body for one route: the upstream's name for the model, usage requested in a stream, a limit of the output where credit is short,
/// and members of other vendors' dialects in the words of OpenAI.
/// Only these bytes are replaced; everything else, including unknown members, is sent as it was received.
/// </summary>
internal static class UpstreamBody
{
    /// <param name="outputLimit">The most tokens for each choice, or null for no limit of ours.</param>
    /// <param name="limitField">The upstream's field for the limit.</param>
    /// <param name="more">What else is replaced or left out.</param>
    public static ReadOnlyMemory<byte> For(
        InferenceRequest request,
        ModelRoute route,
        long? outputLimit = null,
        string limitField = "",
        params IReadOnlyList<Splice> more
    )
    {
        var splices = new List<Splice>(2 + more.Count);
        splices.AddRange(more);
        if (request.Stream && !request.AsksForUsage)
            splices.Add(AskForUsage(request));
        if (outputLimit is { } tokens)
            splices.Add(LimitOutput(request, limitField, tokens.ToString(CultureInfo.InvariantCulture)));
        if (route.UpstreamModel != request.Model)
            splices.Add(
                new Splice(request.ModelAt, JsonSerializer.SerializeToUtf8Bytes(route.UpstreamModel, ContractsJson.Default.String))
            );
        if (request.Dialect.Count > 0)
            splices.AddRange(OpenAIDialect.Of(request, route.UpstreamModel));
        return splices.Count == 0 ? request.Body : Splice.Into(request.Body.Span, splices);
    }

    private static Splice AskForUsage(InferenceRequest request)
    {
        if (request.IncludeUsageAt is { } value)
            return new Splice(value, "true"u8.ToArray());
        if (request.StreamOptionsAt is not { } options)
            return new Splice(request.FirstMemberAt..request.FirstMemberAt, "\"stream_options\":{\"include_usage\":true},"u8.ToArray());
        var text = request.Body.Span[options];
        if (text[0] != (byte)'{')
            return new Splice(options, "{\"include_usage\":true}"u8.ToArray());
        var isEmpty = text[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0;
        var inside = options.Start.Value + 1;
        return new Splice(inside..inside, [.. "\"include_usage\":true"u8, .. isEmpty ? ""u8 : ","u8]);
    }

    /// <summary>A field that is present has the value null: we set a limit only where the client set none.</summary>
    private static Splice LimitOutput(InferenceRequest request, string field, string tokens)
    {
        var json = new Utf8JsonReader(request.Body.Span, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isLimit = json.ValueTextEquals(field);
            json.Read();
            var start = (int)json.TokenStartIndex;
            json.Skip();
            if (isLimit)
                return new Splice(start..(int)json.BytesConsumed, Encoding.UTF8.GetBytes(tokens));
        }

        return new Splice(request.FirstMemberAt..request.FirstMemberAt, Encoding.UTF8.GetBytes($"\"{field}\":{tokens},"));
    }
}
