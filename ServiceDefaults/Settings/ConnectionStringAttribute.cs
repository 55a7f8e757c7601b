namespace Platform.ServiceDefaults.Settings;

/// <summary>A connection string that its client can parse. It may contain a password.</summary>
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

    /// <summary>Parses with the client's parser, whose exceptions mean an invalid text.</summary>
    protected abstract void Parse(string text);
}
