using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// The AppHost's program on a thread of its own. It is held at its <c>Build</c> until the test builds, and at its <c>Run</c> until
/// the test has done.
/// </summary>
internal sealed class AppHostProgram(
    Assembly assembly, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure) : IEntryPointObserver, IDisposable
{
    private readonly TaskCompletionSource<DistributedApplicationBuilder> described = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim mayBuild = new();

    public Task Released => released.Task;

    public Task<DistributedApplicationBuilder> StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Run) { IsBackground = true, Name = $"{assembly.GetName().Name} under test" }.Start();
        return described.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        mayBuild.Set();
        return built.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The application that was built; null when none was.</summary>
    public DistributedApplication? Application => built.Task.IsCompletedSuccessfully ? built.Task.Result : null;

    public void Creating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        settings.Args = options.Args = [.. options.Args ?? [], .. args];
        options.AssemblyName = assembly.GetName().Name;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        configure(options, settings);
        settings.Configuration ??= new ConfigurationManager();
        settings.Configuration.AddInMemoryCollection(LaunchProfileSettings.Of(assembly));
    }

    public void Building(DistributedApplicationBuilder builder)
    {
        described.TrySetResult(builder);
        mayBuild.Wait();
        if (released.Task.IsCompleted)
            throw new OperationCanceledException("The test ended before it built the application.");
    }

    public void Built(DistributedApplication application) => built.TrySetResult(application);

    public void Dispose()
    {
        released.TrySetResult();
        mayBuild.Set();
    }

    private void Run()
    {
        EntryPoint.Observer = this;
        try
        {
            // The program takes the arguments twice, here and in Creating, unless it is told none here.
            assembly.EntryPoint!.Invoke(null, assembly.EntryPoint.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
            described.TrySetException(new InvalidOperationException($"The program of {assembly.GetName().Name} ended without building an application."));
        }
        catch (TargetInvocationException e)
        {
            described.TrySetException(e.InnerException!);
            built.TrySetException(e.InnerException!);
        }
    }
}
