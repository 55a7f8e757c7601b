using System.Text.Json;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Sends a whole answer that was checked: with its cost, and in the caller's protocol. One that needs no translation is sent from where it
/// was read to, without a copy of it.
/// </summary>
internal static class WholeAnswerWriter
{
    private const int MaxPiece = 64 * 1024;

    /// <returns>Null when the client has its answer, or has gone.</returns>
    public static async Task<UpstreamFailure?> SendAsync(UpstreamAttempt attempt, WholeAnswer answer)
    {
        await attempt.CoverAsync();
        Splice[] splices =
        [
            .. UsageCostWriter.For(attempt.Protocol).CostsIn(answer.Bytes.Span, attempt.Bill()),
            .. AnsweredMembers.For(attempt.Exchange.Request, attempt.Translation is null, attempt.Model).In(answer.Bytes.Span),
        ];
        if (attempt.Translation is not { } translation)
        {
            await WriteAsync(attempt, Splice.Parts(answer.Bytes, splices));
            return null;
        }

        answer.Make(splices);
        if (Translate(translation, answer) is not { } translated)
            return StreamBreak.Malformed.ToFailure();
        // The client may take it slowly, and nobody needs the upstream's any more.
        answer.Drop();
        await WriteAsync(attempt, [translated]);
        return null;
    }

    /// <summary>Null where it is not an answer in the upstream's protocol.</summary>
    private static byte[]? Translate(ITranslation translation, WholeAnswer answer)
    {
        try
        {
            return translation.Answer(answer.Bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the parts in order, a small answer in one piece and a large one in several: the server copies each piece.</summary>
    private static async Task WriteAsync(UpstreamAttempt attempt, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var (response, length) = (attempt.Exchange.Http.Response, parts.Sum(static part => part.Length));
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.ContentLength = length;
        attempt.NoteFirstByte();
        attempt.NoteEnd();
        try
        {
            if (length <= MaxPiece)
                parts = [parts is [var whole] ? whole : Join(parts, length)];
            foreach (var part in parts)
            {
                for (var at = 0; at < part.Length; at += MaxPiece)
                    await response.Body.WriteAsync(part.Slice(at, Math.Min(MaxPiece, part.Length - at)), attempt.Exchange.ClientGone);
            }
        }
        catch (OperationCanceledException)
        {
            // The client went away while the answer was being sent; it was produced, and is charged.
        }
    }

    private static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> parts, int length)
    {
        var whole = new byte[length];
        var rest = whole.AsMemory();
        foreach (var part in parts)
        {
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return whole;
    }
}
