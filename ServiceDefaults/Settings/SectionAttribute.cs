namespace Platform.ServiceDefaults.Settings;

/// <summary>The section of the configuration that fills an options class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SectionAttribute(string path) : Attribute
{
    public string Path => path;

    /// <summary>Settings of the section that another of our services reads: services may share an environment.</summary>
    public string[] Elsewhere { get; set; } = [];

    /// <summary>Whether others use the section too, so that unknown names in it are not reported.</summary>
    public bool Shared { get; set; }
}
