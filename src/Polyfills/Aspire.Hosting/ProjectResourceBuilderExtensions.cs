using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, launchProfileName: builder.Configuration["DOTNET_LAUNCH_PROFILE"]);

    /// <summary>
    /// Adds a project that the AppHost references. Its endpoints and variables are those of its launch profile: the named one, else
    /// its first.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        var resource = builder.AddResource(new ProjectResource(name)).WithAnnotation(project);
        var profile = (project.LaunchSettings ?? LaunchSettings.Read(project.ProjectPath)).Choose(launchProfileName);
        foreach (var (endpointName, uri) in profile.Endpoints())
        {
            resource.WithEndpoint(endpointName, endpoint =>
                (endpoint.UriScheme, endpoint.Transport, endpoint.TargetHost, endpoint.Port) = (uri.Scheme, "http", uri.Host, uri.Port));
        }

        return resource.WithEnvironment(context =>
        {
            foreach (var (key, value) in profile.EnvironmentVariables)
                context.EnvironmentVariables.TryAdd(key, Environment.ExpandEnvironmentVariables(value));
        }).WithDevelopmentConsole(builder);
    }

    /// <param name="replicas">The first has the declared port, the others random ones.</param>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>One event a line, so that the prefixed output of several services stays readable.</summary>
    private static IResourceBuilder<ProjectResource> WithDevelopmentConsole(this IResourceBuilder<ProjectResource> resource, IDistributedApplicationBuilder builder) =>
        !builder.Environment.IsDevelopment() ? resource : resource.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("LOGGING__CONSOLE__FORMATTERNAME", "simple");
            context.EnvironmentVariables.TryAdd("LOGGING__CONSOLE__FORMATTEROPTIONS__SINGLELINE", "true");
        });
}
