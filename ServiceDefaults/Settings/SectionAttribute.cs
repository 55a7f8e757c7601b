namespace Platform.ServiceDefaults.Settings;

/// <summary>The section of the configuration that an options class is filled from.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SectionAttribute(string path) : Attribute
{
    public string Path => path;

    /// <summary>Settings of the section that another of our services reads: services may be given the same environment.</summary>
    public string[] Elsewhere { get; set; } = [];

    /// <summary>The section is not ours alone, so that unknown names in it are not reported.</summary>
    public bool Shared { get; set; }
}
