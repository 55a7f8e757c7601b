namespace Platform.Dashboard.Display.Errors;

/// <summary>A setting of a tool.</summary>
public enum Setting
{
    Key,
    BaseUrl,
    Model,
}
