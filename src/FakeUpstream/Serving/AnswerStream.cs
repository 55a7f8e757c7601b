using System.IO.Pipelines;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;

namespace Platform.FakeUpstream.Serving;

/// <summary>Sends an answer event by event, each flushed, and ends it early where the script says.</summary>
internal sealed class AnswerStream(HttpContext http, Exchange exchange, IFrames frames, Script script, TimeProvider time)
{
    private readonly PipeWriter output = http.Response.BodyWriter;
    private readonly CancellationToken clientGone = http.RequestAborted;
    private int sent;

    public async Task Send()
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.StartAsync(clientGone);
        await Flush();
        if (await Broken(last: false, started: false))
            return;

        frames.WriteStart(output);
        for (var part = 0; part < frames.Parts.Count; part++)
        {
            if (!await SendPart(part))
                return;
        }

        await SendEnd();
    }

    /// <summary>False when the stream ended in the part with an error.</summary>
    private async ValueTask<bool> SendPart(int part)
    {
        await SendOpening(part);
        var rest = frames.Parts[part].Content;
        for (var isLast = part == frames.Parts.Count - 1; !await Broken(isLast && rest.IsEmpty, started: true); sent++)
        {
            if (rest.IsEmpty)
            {
                await SendClosing(part);
                return true;
            }

            if (sent > 0 && script.ChunkDelay > TimeSpan.Zero)
                await Task.Delay(script.ChunkDelay, time, clientGone);
            var delta = rest[..Deltas.Next(rest.Span)];
            await SendDelta(part, delta);
            rest = rest[delta.Length..];
        }

        return false;
    }

    private async ValueTask SendOpening(int part)
    {
        for (var choice = 0; choice < frames.Choices; choice++)
        {
            frames.WriteOpening(output, part, choice);
            await Flush();
            exchange.AddText(TextIndex(part, choice), frames.Parts[part].ToolBytes);
        }

        if (script.Malformed && part == 0)
            frames.WriteBroken(output);
    }

    private async ValueTask SendDelta(int part, ReadOnlyMemory<byte> delta)
    {
        for (var choice = 0; choice < frames.Choices; choice++)
        {
            frames.WriteDelta(output, part, choice, script.Timestamps ? Timestamp.On(delta.Span, time) : delta.Span);
            await Flush();
            exchange.AddText(TextIndex(part, choice), delta.Length);
        }
    }

    private async ValueTask SendClosing(int part)
    {
        for (var choice = 0; choice < frames.Choices; choice++)
        {
            frames.WriteClosing(output, part, choice);
            await Flush();
        }
    }

    private async ValueTask SendEnd()
    {
        frames.WriteEnd(output);
        await Flush();
        if (frames.IncludesUsage(script.NoDone ? AnswerForm.StreamWithoutDone : AnswerForm.Stream))
            exchange.AddUsage(frames.Usage);

        exchange.Finish(script.NoDone ? Outcome.Cut : Outcome.Completed);
        if (!script.NoDone)
            frames.WriteDone(output);
        await Flush();
    }

    /// <summary>
    /// Whether the stream ends here with an error. A cut throws its exception; a hang throws when the client disconnects.
    /// </summary>
    private async ValueTask<bool> Broken(bool last, bool started)
    {
        switch (script.BreaksAfter(sent, last))
        {
            case BreakKind.Cut:
                throw new ScriptedCutException();
            case BreakKind.Hang:
                await ScriptStage.HangAsync(time, clientGone);
                return true;
            case BreakKind.Error:
                exchange.Finish(Outcome.Cut);
                frames.WriteError(output, started);
                await Flush();
                return true;
            default:
                return false;
        }
    }

    private int TextIndex(int part, int choice) => part * frames.Choices + choice;

    private async ValueTask Flush()
    {
        await output.FlushAsync(clientGone);
        clientGone.ThrowIfCancellationRequested();
    }
}
