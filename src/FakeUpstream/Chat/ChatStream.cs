using System.Buffers;
using System.IO.Pipelines;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Scripts;
using Platform.FakeUpstream.Tally;

namespace Platform.FakeUpstream.Chat;

/// <summary>Sends an answer event by event, each flushed, and breaks it where the script says.</summary>
internal sealed class ChatStream(
    HttpContext http, Exchange exchange, ChatAnswer answer, Script script, bool includeUsage, TimeProvider time)
{
    private readonly PipeWriter output = http.Response.BodyWriter;
    private readonly CancellationToken clientGone = http.RequestAborted;
    private readonly bool usageFollows = includeUsage && !script.NoUsage;
    private readonly ChatFrames frames = new(answer, includeUsage && !script.NoUsage);

    public async Task Send()
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.StartAsync(clientGone);
        await Flush();
        if (await Broken(sent: 0, last: false))
            return;

        await SendOpening();
        var rest = answer.Answer.Said;
        for (var sent = 0; !await Broken(sent, rest.IsEmpty); sent++)
        {
            if (rest.IsEmpty)
            {
                await SendEnd();
                return;
            }

            if (sent > 0 && script.ChunkDelay > TimeSpan.Zero)
                await Task.Delay(script.ChunkDelay, time, clientGone);
            var delta = rest[..Deltas.Next(rest.Span)];
            await SendDelta(delta);
            rest = rest[delta.Length..];
        }
    }

    private async ValueTask SendOpening()
    {
        for (var choice = 0; choice < answer.Choices; choice++)
        {
            frames.WriteOpening(output, choice);
            await Flush();
            exchange.Wrote(choice, answer.Answer.ToolBytes);
        }

        if (script.Malformed)
            frames.WriteBroken(output);
    }

    private async ValueTask SendDelta(ReadOnlyMemory<byte> delta)
    {
        for (var choice = 0; choice < answer.Choices; choice++)
        {
            frames.WriteDelta(output, choice, delta.Span);
            await Flush();
            exchange.Wrote(choice, delta.Length);
        }
    }

    private async ValueTask SendEnd()
    {
        for (var choice = 0; choice < answer.Choices; choice++)
        {
            frames.WriteFinish(output, choice);
            await Flush();
        }

        if (usageFollows)
        {
            frames.WriteUsage(output);
            await Flush();
            exchange.WroteUsage(answer.Usage);
        }

        exchange.Finish(script.NoDone ? Outcome.Cut : Outcome.Completed);
        if (!script.NoDone)
            output.Write(ChatFrames.Done);
        await Flush();
    }

    /// <summary>Whether the stream ends here with an error; a cut leaves by its exception, a hang by that of the client's going.</summary>
    private async ValueTask<bool> Broken(int sent, bool last)
    {
        switch (script.BreaksAfter(sent, last))
        {
            case BreakKind.Cut:
                throw new ScriptedCut();
            case BreakKind.Hang:
                await ScriptStage.Hang(time, clientGone);
                return true;
            case BreakKind.Error:
                exchange.Finish(Outcome.Cut);
                ChatFrames.WriteError(output);
                await Flush();
                return true;
            default:
                return false;
        }
    }

    private async ValueTask Flush()
    {
        await output.FlushAsync(clientGone);
        clientGone.ThrowIfCancellationRequested();
    }
}
