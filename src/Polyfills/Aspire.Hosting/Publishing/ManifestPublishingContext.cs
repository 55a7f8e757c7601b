namespace Aspire.Hosting.Publishing;

/// <summary>Only so that overrides of <c>WriteToManifest</c> compile: publishing needs the real Aspire.</summary>
public sealed class ManifestPublishingContext
{
    private ManifestPublishingContext()
    {
    }

    internal static NotSupportedException NotHere() => new("Publishing needs the real Aspire: build with -p:UsePolyfills=false.");
}
