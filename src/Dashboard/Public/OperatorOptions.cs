using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Public;

/// <summary>What only the operator can say.</summary>
[Section("Operator")]
public sealed class OperatorOptions
{
    /// <summary>Has <c>terms.md</c>, <c>privacy.md</c> and <c>support.md</c>.</summary>
    [PagesDirectory, Example("/etc/platform/pages")]
    public string PagesDirectory { get; set; } = "";

    /// <summary>Where who finds a weakness reports it; shown in <c>/.well-known/security.txt</c>.</summary>
    [ContactAddress, Example("mailto:security@example.com")]
    public string SecurityContact { get; set; } = "";
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class PagesDirectoryAttribute() : ValidationAttribute("a directory that exists")
{
    public override bool IsValid(object? value) => value is string { Length: > 0 } path ? Directory.Exists(path) : true;
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContactAddressAttribute() : ValidationAttribute("an address that begins with mailto:, https: or tel:")
{
    public override bool IsValid(object? value) =>
        value is not string { Length: > 0 } text
        || (
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "mailto" or "https" or "tel"
            && !text.Any(char.IsWhiteSpace)
        );
}
