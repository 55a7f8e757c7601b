using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The lines of one resource.</summary>
internal sealed class ResourceLog
{
    private const int Capacity = 10_000;

    private readonly Lock gate = new();
    private readonly Queue<LogLine> lines = new();
    private readonly List<Channel<LogLine>> watchers = [];
    private int count;
    private bool complete;

    public void Add(string content, bool isError)
    {
        lock (gate)
        {
            var line = new LogLine(++count, content, isError);
            lines.Enqueue(line);
            if (lines.Count > Capacity)
                lines.Dequeue();
            watchers.ForEach(watcher => watcher.Writer.TryWrite(line));
        }
    }

    public IReadOnlyList<LogLine> Last(int number)
    {
        lock (gate)
            return [.. lines.TakeLast(number)];
    }

    public void Complete()
    {
        lock (gate)
        {
            complete = true;
            watchers.ForEach(watcher => watcher.Writer.TryComplete());
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync()
    {
        var channel = Channel.CreateUnbounded<LogLine>();
        IReadOnlyList<LogLine> soFar;
        lock (gate)
        {
            soFar = [.. lines];
            watchers.Add(channel);
            if (complete)
                channel.Writer.TryComplete();
        }

        try
        {
            if (soFar.Count > 0)
                yield return soFar;
            await foreach (var line in channel.Reader.ReadAllAsync())
                yield return [line];
        }
        finally
        {
            lock (gate)
                watchers.Remove(channel);
        }
    }
}
