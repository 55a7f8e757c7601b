using Platform.Accounts.People;
using Platform.Contracts;

namespace Platform.Accounts.Demo;

/// <summary>The demo account's key and password, both secrets that only the configuration of a development machine holds.</summary>
internal sealed record DemoSettings(ApiKey Key, string Password)
{
    private const string Section = "Demo", KeySetting = "Demo:ApiKey", PasswordSetting = "Demo:Password";

    /// <summary>Null when no demo account is asked for.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot be used, or is there outside Development. The message never holds its value.</exception>
    public static DemoSettings? Read(IConfiguration configuration, bool development)
    {
        if (!development && configuration.GetSection(Section).AsEnumerable().Any(setting => !string.IsNullOrEmpty(setting.Value)))
            throw new InvalidOperationException($"The demo account exists in Development only. Remove {KeySetting} and {PasswordSetting} from this environment's configuration.");
        if (!development || configuration[KeySetting] is not { Length: > 0 } key)
            return null;

        var password = configuration[PasswordSetting];
        return PasswordRules.Fault(password, DemoAccount.Email) is { } fault
            ? throw new InvalidOperationException($"{PasswordSetting} cannot be used: {fault}")
            : new DemoSettings(ApiKey.Parse(key) ?? throw Malformed(), password!);
    }

    private static InvalidOperationException Malformed() => new(
        $"{KeySetting} is not an API key: it must be {ApiKey.Length} characters, begin with {ApiKey.Prefix} and have the right checksum, as {nameof(ApiKey)}.{nameof(ApiKey.Create)} makes it.");

    /// <summary>Never the secrets: a record's own text would print them.</summary>
    public override string ToString() => $"Demo account with key {Key}";
}
