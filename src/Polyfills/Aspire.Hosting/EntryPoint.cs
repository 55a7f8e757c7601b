using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Where a test takes part in the AppHost's own program.</summary>
internal interface IEntryPointObserver
{
    /// <summary>The AppHost's <c>Run</c> ends when this does.</summary>
    Task Released { get; }

    void Creating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    /// <summary>Holds the program at its <c>Build</c> until the test builds.</summary>
    void Building(DistributedApplicationBuilder builder);

    void Built(DistributedApplication application);
}

internal static class EntryPoint
{
    private static readonly AsyncLocal<IEntryPointObserver?> Current = new();

    /// <summary>Who watches the program that runs on this thread; null when it was started as a program.</summary>
    public static IEntryPointObserver? Observer
    {
        get => Current.Value;
        set => Current.Value = value;
    }
}

internal static class AppHostMetadata
{
    /// <summary>Where the project lies, which the build wrote into the assembly.</summary>
    public static string? Directory(Assembly? assembly) =>
        assembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "apphostprojectpath")?.Value is { } path
            && System.IO.Directory.Exists(path) ? path : null;
}
