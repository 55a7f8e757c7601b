using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class VolumeNameGenerator
{
    /// <summary><c>{apphost}-{hash of its place}-{resource}-{suffix}</c>: two clones of one repository do not share data.</summary>
    public static string Generate<T>(IResourceBuilder<T> builder, string suffix)
        where T : IResource
    {
        var application = builder.ApplicationBuilder;
        var hash = application.Configuration["AppHost:Sha256"]![..10];
        return $"{application.Environment.ApplicationName}-{hash}-{builder.Resource.Name}-{suffix}".ToLowerInvariant();
    }
}
