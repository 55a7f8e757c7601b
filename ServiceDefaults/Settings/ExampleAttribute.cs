namespace Platform.ServiceDefaults.Settings;

/// <summary>A value that messages give as an example, where the default is none.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ExampleAttribute(string text) : Attribute
{
    public string Text => text;
}
