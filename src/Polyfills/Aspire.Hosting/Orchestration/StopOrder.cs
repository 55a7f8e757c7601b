using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Who is stopped together: first those nobody waits for, then those only they waited for, and so on.</summary>
internal static class StopOrder
{
    public static IEnumerable<ResourceProcess[]> Of(IEnumerable<ResourceProcess> processes)
    {
        var left = processes.ToList();
        while (left.Count > 0)
        {
            var wave = left.Where(process => !left.Exists(other => Needs(other.Resource, process.Resource))).ToArray();
            if (wave.Length == 0)
                wave = [.. left];
            left.RemoveAll(wave.Contains);
            yield return wave;
        }
    }

    private static bool Needs(IResource resource, IResource other) => resource.Annotations.OfType<WaitAnnotation>()
        .Any(wait => ReferenceEquals(wait.Resource, other) || wait.Resource is IResourceWithParent { Parent: var parent } && ReferenceEquals(parent, other));
}
