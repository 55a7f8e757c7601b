using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Native;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder inner;
    private readonly IEntryPointObserver? observer = EntryPoint.Observer;

    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        observer?.Creating(options, settings);
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(new AssemblyName(name)) : Assembly.GetEntryAssembly();
        AppHostDirectory = options.ProjectDirectory ?? AppHostMetadata.Directory(AppHostAssembly) ?? Directory.GetCurrentDirectory();
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        settings.ContentRootPath ??= AppHostDirectory;
        inner = new HostApplicationBuilder(settings);
        UserSecrets = new UserSecrets(AppHostAssembly, mayWrite: observer is null);
        Configuration.AddInMemoryCollection(
        [
            new("AppHost:Directory", AppHostDirectory),
            new("AppHost:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(AppHostDirectory)))),
        ]);
        AddServices(new RunMode(IsTest: observer is not null, options.EnableResourceLogging));
    }

    public ConfigurationManager Configuration => inner.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => inner.Environment;

    public IServiceCollection Services => inner.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new(DistributedApplicationOperation.Run);

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public IResourceCollection Resources { get; } = new ResourceCollection();

    internal UserSecrets UserSecrets { get; }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"There is already a resource named '{resource.Name}'; names must differ, also in more than case.");
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        observer?.Building(this);
        var application = new DistributedApplication(inner.Build()) { EntryPointHold = observer?.Released };
        observer?.Built(application);
        return application;
    }

    private void AddServices(RunMode mode)
    {
        // What the resources write is the output; the host's own coming and going is not news, nor is a check that fails at first.
        inner.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning)
            .AddConfiguration(Configuration.GetSection("Logging"));
        Services.AddHttpClient();
        Services.AddHealthChecks();
        Services.AddSingleton(mode);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(new DistributedApplicationModel(Resources));
        Services.AddSingleton(_ => new ResourceNotificationService());
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton<ResourceOutput>();
        Services.AddSingleton<Orchestrator>();
        Services.AddSingleton(services => new ResourceCommandService(services.GetRequiredService<Orchestrator>()));
        Services.AddHostedService(services => services.GetRequiredService<Orchestrator>());
        if (!mode.IsTest)
            Services.AddHostedService<OrphanDetector>();
    }
}

/// <param name="IsTest">Random ports, temporary data; a failure is a state and not the end of the process.</param>
internal sealed record RunMode(bool IsTest, bool EnableResourceLogging);
