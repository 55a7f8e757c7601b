using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its port before anything starts, so that all can be told of all.</summary>
internal static class Endpoints
{
    /// <summary>An earlier run that was just ended may need a moment to let go.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8), Interval = TimeSpan.FromMilliseconds(200);

    public static void Allocate(IEnumerable<IResource> resources, FreePort random, bool randomize)
    {
        foreach (var resource in resources)
        {
            var replicas = resource.GetReplicaCount();
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var first = Declared(resource, endpoint, randomize) ?? random.Next();
                endpoint.ReplicaPorts = [first, .. Enumerable.Range(1, replicas - 1).Select(_ => random.Next())];
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, endpoint.TargetHost, first);
            }
        }
    }

    /// <exception cref="DistributedApplicationException">A port is taken; the message names the port and its owner.</exception>
    public static async Task RequireFreeAsync(IResource resource, int replica, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var port in resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.ReplicaPorts[replica]))
        {
            var giveUp = time.GetUtcNow() + Grace;
            while (PortOwner.Find(port) is { } owner)
            {
                if (time.GetUtcNow() > giveUp || owner.Process is not { } pid || !RunDirectory.Lists(pid))
                    throw new DistributedApplicationException($"Port {port}, which '{resource.Name}' needs, is taken by {owner.Description}. End that, or give '{resource.Name}' another port.");
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }

    /// <summary>A server that stands in for a container listens where it is reached; another process may know only its own port.</summary>
    private static int? Declared(IResource resource, EndpointAnnotation endpoint, bool randomize) =>
        resource is not ContainerResource && endpoint.TargetPort is { } own ? own
            : randomize ? null : endpoint.Port;
}
