namespace Aspire.Hosting.ApplicationModel
{
    // What a resource can take part in: extension methods are offered by these, and nothing else is promised.
    public interface IResourceWithEnvironment : IResource;

    public interface IResourceWithArgs : IResource;

    public interface IResourceWithEndpoints : IResource;

    public interface IResourceWithWaitSupport : IResource;

    /// <summary>It has a value but no life of its own, so nothing waits for it.</summary>
    public interface IResourceWithoutLifetime : IResource;

    public interface IResourceWithParent : IResource
    {
        IResource Parent { get; }
    }

    public interface IResourceWithParent<out T> : IResourceWithParent
        where T : IResource
    {
        new T Parent { get; }

        IResource IResourceWithParent.Parent => Parent;
    }
}

namespace Aspire.Hosting
{
    /// <summary>Its endpoints are found by name: <c>services__{name}__{scheme}__{n}</c>.</summary>
    public interface IResourceWithServiceDiscovery : ApplicationModel.IResourceWithEndpoints;
}
