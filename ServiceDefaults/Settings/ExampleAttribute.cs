namespace Platform.ServiceDefaults.Settings;

/// <summary>An example value for messages, for a setting whose default is not one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ExampleAttribute(string text) : Attribute
{
    public string Text => text;
}
