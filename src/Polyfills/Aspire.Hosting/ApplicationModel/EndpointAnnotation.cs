using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

public sealed class EndpointAnnotation(
    ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null, int? port = null,
    int? targetPort = null, bool? isExternal = null, bool isProxied = true) : IResourceAnnotation
{
    private readonly TaskCompletionSource<AllocatedEndpoint> allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProtocolType Protocol { get; set; } = protocol;

    public string UriScheme { get; set; } = uriScheme ?? protocol.ToString().ToLowerInvariant();

    public string Transport { get; set; } = transport ?? (uriScheme is "http" or "https" ? "http" : "tcp");

    public string Name { get; set; } = name ?? uriScheme ?? protocol.ToString().ToLowerInvariant();

    /// <summary>Where it is to be reached; null is a random port.</summary>
    public int? Port { get; set; } = port;

    /// <summary>Where a process is known to listen by itself.</summary>
    public int? TargetPort { get; set; } = targetPort;

    public string TargetHost { get; set; } = "localhost";

    public bool IsExternal { get; set; } = isExternal ?? false;

    public bool IsProxied { get; set; } = isProxied;

    /// <summary>Null until the application starts.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => allocated.Task.IsCompletedSuccessfully ? allocated.Task.Result : null;
        set => allocated.TrySetResult(value ?? throw new ArgumentNullException(nameof(value)));
    }

    internal Task<AllocatedEndpoint> Allocation => allocated.Task;

    /// <summary>The name of the environment variable that tells the process its port.</summary>
    internal string? PortVariable { get; set; }

    /// <summary>The port of each replica, the resource's own first.</summary>
    internal IReadOnlyList<int> ReplicaPorts { get; set; } = [];
}

public class AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
{
    public EndpointAnnotation Endpoint { get; } = endpoint;

    public string Address { get; } = address;

    public int Port { get; } = port;

    public string? TargetPortExpression { get; } = targetPortExpression;

    public string UriScheme => Endpoint.UriScheme;

    public string EndPointString => $"{Address}:{Port}";

    public string UriString => $"{UriScheme}://{EndPointString}";

    public override string ToString() => UriString;
}
