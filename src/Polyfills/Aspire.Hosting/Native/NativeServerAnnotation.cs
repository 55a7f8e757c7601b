using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Native;

/// <summary>How a resource that the real Aspire runs in a container is started as a process of this machine.</summary>
internal sealed record NativeServerAnnotation(Func<NativeServerContext, CancellationToken, Task<ProcessSpec>> Prepare) : IResourceAnnotation;

/// <param name="Arguments">What <c>WithArgs</c> gave it.</param>
/// <param name="DataDirectory">Need not exist yet.</param>
/// <param name="DataIsKept">False: it ends with this run, so that nothing need be written through to the disk.</param>
/// <param name="Say">Writes a line in the name of the resource.</param>
internal sealed record NativeServerContext(
    int Port, IReadOnlyList<string> Arguments, string DataDirectory, bool DataIsKept, RunDirectory Run, Action<string> Say);
