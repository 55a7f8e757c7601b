using Xunit;

namespace Platform.Tests.Faults;

/// <summary>A story that fills a disk: skipped where none can be mounted, but not on CI, where it fails.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        using var disk = new SmallDisk();
        if (!disk.Mounted && Environment.GetEnvironmentVariable("CI") is null)
            Skip = "It takes root or passwordless sudo to mount a small disk.";
    }
}
