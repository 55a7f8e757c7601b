using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a parameter is when nobody says.</summary>
public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();

    public abstract void WriteToManifest(ManifestPublishingContext context);
}

/// <summary>A random text of the wanted classes of characters.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    // Without look-alikes and without what a shell, an address or a connection string would take for its own.
    private const string LowerCharacters = "abcdefghjkmnpqrstuvwxyz", UpperCharacters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericCharacters = "0123456789", SpecialCharacters = "-_.{}~()*+!";

    public int MinLength { get; set; }

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public int MinSpecial { get; set; }

    public override string GetDefaultValue()
    {
        (string Characters, int Minimum)[] classes =
        [
            .. Lower ? [(LowerCharacters, MinLower)] : Array.Empty<(string, int)>(),
            .. Upper ? [(UpperCharacters, MinUpper)] : Array.Empty<(string, int)>(),
            .. Numeric ? [(NumericCharacters, MinNumeric)] : Array.Empty<(string, int)>(),
            .. Special ? [(SpecialCharacters, MinSpecial)] : Array.Empty<(string, int)>(),
        ];
        var required = string.Concat(classes.Select(c => RandomNumberGenerator.GetString(c.Characters, c.Minimum)));
        var all = string.Concat(classes.Select(c => c.Characters));
        var text = (required + RandomNumberGenerator.GetString(all, Math.Max(0, MinLength - required.Length))).ToCharArray();
        RandomNumberGenerator.Shuffle(text.AsSpan());
        return new string(text);
    }

    public override void WriteToManifest(ManifestPublishingContext context) => throw ManifestPublishingContext.NotHere();
}

/// <summary>A default that is the same text always.</summary>
internal sealed class ConstantParameterDefault(Func<string> value) : ParameterDefault
{
    public override string GetDefaultValue() => value();

    public override void WriteToManifest(ManifestPublishingContext context) => throw ManifestPublishingContext.NotHere();
}

/// <summary>Made once, then kept in the user secrets and read from there.</summary>
internal sealed class UserSecretsParameterDefault(UserSecrets secrets, string parameterName, ParameterDefault inner) : ParameterDefault
{
    public override string GetDefaultValue()
    {
        var key = $"Parameters:{parameterName}";
        if (secrets.Get(key) is { } kept)
            return kept;
        var value = inner.GetDefaultValue();
        secrets.Set(key, value);
        return value;
    }

    public override void WriteToManifest(ManifestPublishingContext context) => throw ManifestPublishingContext.NotHere();
}
