using Platform.Contracts;
using Platform.Gateway.Wire;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// The body as one route needs it: its own name for the model, and usage asked for in a stream. Bytes are spliced in where they
/// differ; everything else, unknown members included, passes as it came.
/// </summary>
public static class UpstreamBody
{
    private static ReadOnlySpan<byte> WholeMember => "\"stream_options\":{\"include_usage\":true},"u8;

    private static ReadOnlySpan<byte> WholeValue => "{\"include_usage\":true}"u8;

    private static ReadOnlySpan<byte> InnerMember => "\"include_usage\":true"u8;

    public static ReadOnlyMemory<byte> For(InferenceRequest request, ModelRoute route)
    {
        var body = request.Body;
        var usage = request.Stream && !request.IncludeUsage ? AskForUsage(request) : default;
        var model = route.UpstreamModel != request.Model
            ? new Splice(request.ModelAt, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(route.UpstreamModel, ContractsJson.Default.String))
            : default;

        if (usage.IsNothing && model.IsNothing)
            return body;
        var (first, second) = usage.At.Start.Value <= model.At.Start.Value ? (usage, model) : (model, usage);
        var result = new byte[body.Length + first.Growth + second.Growth];
        var rest = result.AsSpan();
        var from = 0;
        foreach (var splice in (ReadOnlySpan<Splice>)[first, second])
        {
            if (splice.IsNothing)
                continue;
            Append(ref rest, body.Span[from..splice.At.Start.Value]);
            Append(ref rest, splice.With);
            from = splice.At.End.Value;
        }

        Append(ref rest, body.Span[from..]);
        return result;
    }

    private static Splice AskForUsage(InferenceRequest request)
    {
        if (request.IncludeUsageAt is { } value)
            return new Splice(value, "true"u8.ToArray());
        if (request.StreamOptionsAt is not { } options)
            return new Splice(request.FirstMemberAt..request.FirstMemberAt, WholeMember.ToArray());
        var text = request.Body.Span[options];
        if (text[0] != (byte)'{')
            return new Splice(options, WholeValue.ToArray());
        var isEmpty = text[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0;
        var inside = options.Start.Value + 1;
        return new Splice(inside..inside, isEmpty ? InnerMember.ToArray() : [.. InnerMember, (byte)',']);
    }

    private static void Append(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private readonly record struct Splice(Range At, byte[] With)
    {
        public bool IsNothing => With is null;

        public int Growth => IsNothing ? 0 : With.Length - (At.End.Value - At.Start.Value);
    }
}
