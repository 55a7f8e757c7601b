using System.ComponentModel.DataAnnotations;
using Platform.Accounts.People;
using Platform.Contracts;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Demo;

/// <summary>The demo account of a development machine. Without a key there is none.</summary>
[Section("Demo", Elsewhere = ["Enabled", "Pack"])]
internal sealed class DemoOptions : IValidatableObject
{
    /// <summary>A secret.</summary>
    [Key]
    public string? ApiKey { get; set; }

    /// <summary>A secret.</summary>
    public string? Password { get; set; }

    /// <summary>Whether the demo account has the keys of a fortnight of usage, which Usage makes.</summary>
    public bool History { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ApiKey is not null && PasswordRules.Fault(Password, DemoAccount.Email) is { } fault)
            yield return new ValidationResult($"{(Password is null ? "is missing" : "cannot be used")}. {fault}", [nameof(Password)]);
    }

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class KeyAttribute()
        : SecretAttribute(
            $"an API key: {Contracts.ApiKey.Length} characters that begin with {Contracts.ApiKey.Prefix} and have the right checksum, "
                + "as ApiKey.Create makes it"
        )
    {
        public override bool IsValid(object? value) => Contracts.ApiKey.Parse(value as string ?? "") is not null;
    }
}
