using System.Net.WebSockets;
using Platform.Contracts;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Requests;

namespace Platform.Gateway.Sockets;

/// <summary>
/// A WebSocket of a client, from the handshake to the end of the last request that came over it. It ends in one of three ways: the client
/// closes it or is gone, which ends its requests as over HTTP; the gateway lets what is under way finish and closes it; or the client does
/// not keep up with its protocol, and it is broken off.
/// </summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly KeyFacts key;
    private readonly Action abort;
    private readonly SocketParts parts;
    private readonly CreateRequests requests;
    private readonly MessageStream messages;
    private readonly FrameSender sender;
    private readonly Lanes lanes;
    private readonly ConnectionCache cache;
    private readonly CancellationTokenSource gone = new();
    private readonly Lock ending = new();
    private readonly long openedAt;
    private Ending? end;
    private long closedAt,
        activeAt;

    /// <param name="abort">Breaks the connection off, whatever waits for it.</param>
    public ClientConnection(WebSocket socket, KeyFacts key, CreateRequests requests, SocketParts parts, Action abort)
    {
        (this.key, this.requests, this.parts, this.abort) = (key, requests, parts, abort);
        openedAt = activeAt = parts.Time.GetTimestamp();
        messages = new MessageStream(socket, parts.Time);
        sender = new FrameSender(socket, parts.Time, Lose);
        lanes = new Lanes(RunAsync, CloseWhenDone);
        cache = new ConnectionCache(parts.Conversations);
    }

    /// <summary>Serves the client until it has gone and nothing runs for it any more.</summary>
    /// <param name="aborted">Cancelled when the server breaks the connection off.</param>
    public async Task ServeAsync(CancellationToken aborted)
    {
        using var broken = aborted.Register(Lose);
        try
        {
            while (await messages.NextAsync())
                await ReceiveAsync();
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone without a word, as Codex does, or has broken the protocol.
        }

        Lose();
        await sender.CloseAsync(WebSocketCloseStatus.NormalClosure, "");
        await lanes.EndAsync();
    }

    /// <summary>Lets what is under way finish, refuses everything new, and closes.</summary>
    public void End(Ending why)
    {
        lock (ending)
            end ??= why;
        CloseWhenDone();
    }

    /// <summary>Called every second: ends what is too old or idle, and breaks off what does not answer.</summary>
    public void Look()
    {
        var options = parts.Options;
        if (sender.Stalled > options.ClientTimeout || messages.Stalled > options.ClientTimeout || IsUnanswered(options.ClientTimeout))
            Break();
        else if (parts.Time.GetElapsedTime(openedAt) >= options.Lifetime)
            End(Ending.TooOld(options.Lifetime));
        else if (lanes.UnderWay == 0 && parts.Time.GetElapsedTime(Volatile.Read(ref activeAt)) >= options.IdleTimeout)
            End(Ending.Idle);
    }

    public void Dispose()
    {
        cache.Dispose();
        sender.Dispose();
        lanes.Dispose();
        gone.Dispose();
    }

    /// <summary>Reads one message whole, and lets it run.</summary>
    private async Task ReceiveAsync()
    {
        var incoming = new IncomingBody(messages, null, parts.Bodies, parts.MaxMessageBytes);
        var isTaken = false;
        try
        {
            var read = await incoming.ReadAsync(() => parts.Admission.RefuseUnpaidAsync(key, gone.Token), gone.Token);
            await messages.SkipAsync();
            NoteActivity();
            if (messages.IsClosed || Create(read, messages.IsText) is not { } create)
                return;
            isTaken = Volatile.Read(ref end) is null;
            if (isTaken)
                lanes.Add(create with { Memory = incoming });
            else
                await RefuseAsync(create, end!);
        }
        finally
        {
            if (!isTaken)
                incoming.Dispose();
        }
    }

    private static CreateEvent? Create(StepResult<ReadOnlyMemory<byte>> read, bool isText) =>
        !read.Found(out var message, out var error) ? CreateEvent.Refused(error)
        : isText ? CreateEvent.From(message)
        : CreateEvent.Refused(
            ApiErrors.InvalidRequest("The message is binary. Send {\"type\": \"response.create\", ...} as one text message.")
        );

    private async ValueTask RefuseAsync(CreateEvent create, Ending over)
    {
        if (over.Error is { } error)
            await sender.SendAsync(parts.Errors.ToMessage(create.StreamId, error));
    }

    private async Task RunAsync(CreateEvent create)
    {
        using var memory = create.Memory;
        if (gone.IsCancellationRequested)
            return;
        using var conversation = new LaneConversation(cache, create.StreamId ?? Lanes.Unnamed, parts.Bodies) { WarmsUp = create.WarmsUp };
        if (await requests.RunAsync(create, conversation, sender, gone.Token) == StatusCodes.Status401Unauthorized)
            End(Ending.WithoutKey);
    }

    private void NoteActivity() => Volatile.Write(ref activeAt, parts.Time.GetTimestamp());

    private void CloseWhenDone()
    {
        NoteActivity();
        lock (ending)
        {
            if (end is not { } over || lanes.UnderWay > 0 || closedAt != 0 || gone.IsCancellationRequested)
                return;
            closedAt = Math.Max(1, parts.Time.GetTimestamp());
            _ = CloseAsync(over);
        }
    }

    private async Task CloseAsync(Ending over)
    {
        if (over is { IsAnnounced: true, Error: { } error })
            await sender.SendAsync(parts.Errors.ToMessage(null, error));
        await sender.CloseAsync(over.Status, over.Reason);
    }

    /// <summary>The client has not answered our close.</summary>
    private bool IsUnanswered(TimeSpan patience)
    {
        lock (ending)
            return closedAt != 0 && parts.Time.GetElapsedTime(closedAt) > patience;
    }

    private void Break()
    {
        Lose();
        abort();
    }

    private void Lose()
    {
        try
        {
            gone.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection is over already.
        }
    }
}
