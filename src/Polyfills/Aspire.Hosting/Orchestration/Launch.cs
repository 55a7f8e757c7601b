using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Puts together how one copy of a resource is started, now that every value is known.</summary>
internal sealed class Launch(DistributedApplicationExecutionContext execution, IConfiguration configuration, RunMode mode, RunDirectory run)
{
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public async Task<ProcessSpec> ComposeAsync(IResource resource, string id, int replica, Action<string> say, CancellationToken cancellationToken)
    {
        var arguments = await ArgumentsAsync(resource, cancellationToken);
        var spec = resource switch
        {
            ProjectResource project => Project(project, arguments),
            ExecutableResource executable => new ProcessSpec(executable.Command, arguments, executable.WorkingDirectory),
            _ => await ServerAsync(resource, arguments, say, cancellationToken),
        };
        return spec with { Environment = await EnvironmentAsync(resource, id, replica, cancellationToken) };
    }

    private static ProcessSpec Project(ProjectResource resource, IReadOnlyList<string> arguments)
    {
        var project = resource.GetProjectMetadata();
        if (project is not IBuiltProjectMetadata { TargetPath: var target } || !File.Exists(target))
            throw new DistributedApplicationException($"'{resource.Name}' has not been built. Build the AppHost, which builds {project.ProjectPath} with it.");
        return new ProcessSpec(Dotnet, [target, .. arguments], Path.GetDirectoryName(project.ProjectPath)!);
    }

    private async Task<ProcessSpec> ServerAsync(IResource resource, IReadOnlyList<string> arguments, Action<string> say, CancellationToken cancellationToken)
    {
        var server = resource.Annotations.OfType<NativeServerAnnotation>().SingleOrDefault()
            ?? throw new DistributedApplicationException($"'{resource.Name}' is a container, and nothing here can stand in for it. Build with -p:UsePolyfills=false on a machine with containers.");
        var (directory, kept) = Volumes.DirectoryOf(resource, run, mode);
        var port = resource.Annotations.OfType<EndpointAnnotation>().First().ReplicaPorts[0];
        return await server.Prepare(new(port, arguments, directory, kept, run, say), cancellationToken);
    }

    private async Task<IReadOnlyList<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken) { ExecutionContext = execution };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
            await annotation.Callback(context);
        var arguments = new List<string>();
        foreach (var value in context.Args)
            arguments.Add(await TextAsync(value, cancellationToken));
        return arguments;
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync(IResource resource, string id, int replica, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(execution, resource, Defaults(resource, id, replica), cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
            await annotation.Callback(context);
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in context.EnvironmentVariables)
            variables[name] = await TextAsync(value, cancellationToken);
        return variables;
    }

    private Dictionary<string, object> Defaults(IResource resource, string id, int replica)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToArray();
        var variables = endpoints.Where(e => e.PortVariable is not null)
            .ToDictionary(e => e.PortVariable!, e => (object)e.ReplicaPorts[replica]);
        if (resource is not ProjectResource)
            return variables;

        if (endpoints.Length > 0)
            variables["ASPNETCORE_URLS"] = string.Join(';', endpoints.Select(e => $"{e.UriScheme}://{e.TargetHost}:{e.ReplicaPorts[replica]}"));
        variables["OTEL_SERVICE_NAME"] = resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={id}";
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } collector)
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        return variables;
    }

    private static async Task<string> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? "",
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken) ?? "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
