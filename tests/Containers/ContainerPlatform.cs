using Xunit;

namespace Platform.Tests.Containers;

/// <summary>The platform with its stores in containers, whose data go when the tests end.</summary>
public sealed class ContainerPlatform : IAsyncLifetime
{
    /// <summary>What the resources write is kept for the story that fails, and would only hide the rest of the output.</summary>
    public static readonly string[] Settings =
    [
        "Stores=Containers",
        "Logging:LogLevel:Default=Warning",
        "Logging:LogLevel:AppHost.Resources=None",
        "Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks=None",
    ];

    public PlatformFixture Platform { get; } = new(Settings);

    public Task InitializeAsync() => Platform.InitializeAsync();

    public Task DisposeAsync() => Platform.DisposeAsync();
}
