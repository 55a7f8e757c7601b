using Xunit;

namespace Platform.Tests.Containers;

/// <summary>The platform with its stores in containers, whose data go when the tests end.</summary>
public sealed class ContainerPlatform : IAsyncLifetime
{
    public const string Setting = "Stores=Containers";

    public PlatformFixture Platform { get; } = new(Setting);

    public Task InitializeAsync() => Platform.InitializeAsync();

    public Task DisposeAsync() => Platform.DisposeAsync();
}
