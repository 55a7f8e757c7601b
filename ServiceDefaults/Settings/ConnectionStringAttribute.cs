namespace Platform.ServiceDefaults.Settings;

/// <summary>A connection string, which its own client must be able to read. It may hold a password.</summary>
public abstract class ConnectionStringAttribute(string expectation) : SecretAttribute(expectation)
{
    public override bool IsValid(object? value)
    {
        try
        {
            Parse((string)value!);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Throws what its client throws.</summary>
    protected abstract void Parse(string text);
}
