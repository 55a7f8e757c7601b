using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

public interface IResource
{
    string Name { get; }

    ResourceAnnotationCollection Annotations { get; }
}

public abstract class Resource : IResource
{
    protected Resource(string name) => Name = ResourceNames.Check(name);

    public virtual string Name { get; }

    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}

public interface IResourceAnnotation;

public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;

public interface IResourceCollection : IList<IResource>;

internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection;

/// <summary>All resources of the application, as they stand when it is built.</summary>
public class DistributedApplicationModel(IResourceCollection resources)
{
    public IResourceCollection Resources { get; } = resources;
}

internal static class ResourceNames
{
    /// <exception cref="ArgumentException">The rule of the real thing: 1 to 64 ASCII letters, digits and single hyphens, beginning with a letter.</exception>
    public static string Check(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetter(name[0]) && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? name
            : throw new ArgumentException($"Resource name '{name}' is invalid. Use 1 to 64 ASCII letters, digits and single hyphens, beginning with a letter.", nameof(name));
}
