using Xunit;

namespace Platform.Tests.Faults;

/// <summary>
/// The platform of the stories that kill, pause or restart services and stores. <see cref="FaultInjector"/> kills and pauses on no other,
/// so that the stories of <see cref="PlatformCollection"/> run at the same time and are not affected.
/// </summary>
public sealed class FaultPlatform() : PlatformFixture([], FaultCollection.Name);

[CollectionDefinition(Name)]
public sealed class FaultCollection : ICollectionFixture<FaultPlatform>
{
    public const string Name = "faults";
}
