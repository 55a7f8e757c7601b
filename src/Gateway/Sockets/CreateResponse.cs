using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Platform.Gateway.Continuation;

namespace Platform.Gateway.Sockets;

/// <summary>The response of a request that came over a WebSocket, as the pipeline sees it: what is written to it becomes events.</summary>
internal sealed class CreateResponse : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> starting = [],
        completed = [];
    private PipeWriter? writer;

    public CreateResponse(FrameSender sender, string? streamId, LaneConversation conversation) =>
        Frames = new EventFrames(this, sender, streamId, conversation);

    public EventFrames Frames { get; }

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public Stream Stream => Frames;

    public PipeWriter Writer => writer ??= PipeWriter.Create(Frames, new StreamPipeWriterOptions(leaveOpen: true));

    [Obsolete("Use IHttpResponseBodyFeature.Stream instead.")]
    public Stream Body
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void OnStarting(Func<object, Task> callback, object state) => starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => completed.Push((callback, state));

    public void DisableBuffering() { }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return;
        // The last that was added is called first, as the server does.
        while (starting.TryPop(out var each))
            await each.Callback(each.State);
        HasStarted = true;
    }

    /// <summary>Calls what was to be called when the response is over.</summary>
    public async Task EndAsync()
    {
        while (completed.TryPop(out var each))
            await each.Callback(each.State);
    }

    public Task CompleteAsync() => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
