using System.Collections.Concurrent;
using Platform.Gateway.Errors;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Sockets;

/// <summary>All open WebSockets: how many there may be, and that none is open for longer than it may be.</summary>
internal sealed class ConnectionRegistry : RepeatingService
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ClientConnection, string> open = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly SocketOptions options;
    private readonly IHostApplicationLifetime lifetime;
    private int all;

    public ConnectionRegistry(SocketParts parts, IHostApplicationLifetime lifetime, ILogger<ConnectionRegistry> log)
        : base(parts.Time, log)
    {
        (options, this.lifetime) = (parts.Options, lifetime);
        lifetime.ApplicationStopping.Register(EndAll);
    }

    /// <summary>How many are open or about to be.</summary>
    public int Count => Volatile.Read(ref all);

    /// <summary>Takes a place for a connection of the key; the error where there is none.</summary>
    public ApiError? TryTake(string keyId)
    {
        lock (counts)
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return ApiErrors.Stopping();
            var ofKey = counts.GetValueOrDefault(keyId);
            if (ofKey >= options.MaxConnectionsPerKey)
                return ApiErrors.TooManyWebSockets(ofKey, "This API key");
            if (all >= options.MaxConnections)
                return ApiErrors.TooManyWebSockets(all, "This gateway");
            counts[keyId] = ofKey + 1;
            all++;
            return null;
        }
    }

    public void Return(string keyId)
    {
        lock (counts)
        {
            all--;
            if (--counts[keyId] == 0)
                counts.Remove(keyId);
        }
    }

    public void Opened(ClientConnection connection, string keyId)
    {
        open.TryAdd(connection, keyId);
        // It may have been opened while all were being ended.
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            connection.End(Ending.Stopping);
    }

    public void Closed(ClientConnection connection) => open.TryRemove(connection, out _);

    protected override Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        foreach (var (connection, _) in open)
            connection.Look();
        return Task.FromResult(Second);
    }

    private void EndAll()
    {
        foreach (var (connection, _) in open)
            connection.End(Ending.Stopping);
    }
}
