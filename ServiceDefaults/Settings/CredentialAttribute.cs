namespace Platform.ServiceDefaults.Settings;

/// <summary>
/// A secret that is sent in a header. A line break that was copied with it is reported at the start and not by the first request.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CredentialAttribute(string expectation) : SecretAttribute(expectation + ", without spaces or line breaks")
{
    public int MinimumLength { get; set; }

    public override bool IsValid(object? value) =>
        value is string text && text.Length >= MinimumLength && text.All(each => each is > ' ' and <= '~');
}
