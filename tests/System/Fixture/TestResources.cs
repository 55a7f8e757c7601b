using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Platform.AppHost.Native;

namespace Platform.Tests.Fixture;

/// <summary>What differs between a platform that a person runs and one that tests start, kill and measure.</summary>
internal static class TestResources
{
    /// <summary>Throw-away data of native stores, whose processes and files a story can reach.</summary>
    public static readonly string[] Arguments = ["KeepData=false", "Stores=Native", "Parameters:upstream-base-url=", "Demo:History=false"];

    /// <summary>
    /// Runs each service as the program that was built, so that its process id is its own and it starts at once; on a random port without a
    /// proxy in between.
    /// </summary>
    /// <param name="telemetry">Who receives traces, by OTLP over HTTP; null for nobody, and then none are made.</param>
    public static void RunServicesAsBuilt(this IDistributedApplicationBuilder builder, Uri? telemetry)
    {
        foreach (var service in builder.Resources.OfType<ProjectResource>().ToArray())
            builder
                .CreateResourceBuilder(service)
                .RunAsBuilt()
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry?.ToString() ?? "")
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "200");
    }

    private static IResourceBuilder<ProjectResource> RunAsBuilt(this IResourceBuilder<ProjectResource> service)
    {
        var project = Path.GetFullPath(service.Resource.GetProjectMetadata().ProjectPath);
        // Such as Debug/net10.0, as this assembly.
        var output = Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "..", ".."), AppContext.BaseDirectory);
        var directory = Path.GetDirectoryName(project)!;
        service.WithAnnotation(
            new ExecutableAnnotation
            {
                Command = Path.Combine(directory, "bin", output, Path.GetFileNameWithoutExtension(project)),
                WorkingDirectory = directory,
            }
        );
        var port = FreePort.Next();
        return service.WithEndpoint("http", endpoint => (endpoint.Port, endpoint.TargetPort, endpoint.IsProxied) = (port, port, false));
    }
}
