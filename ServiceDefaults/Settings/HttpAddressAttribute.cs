using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Settings;

/// <summary>An absolute http or https address.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpAddressAttribute() : ValidationAttribute("an absolute http or https address")
{
    /// <summary>The required end of its path, without a trailing slash.</summary>
    public string EndsWith { get; set; } = "";

    public override bool IsValid(object? value) =>
        value is string text
        && !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.AbsoluteUri.TrimEnd('/').EndsWith(EndsWith, StringComparison.Ordinal);

    public override string FormatErrorMessage(string name) =>
        base.FormatErrorMessage(name) + (EndsWith.Length > 0 ? " that ends in " + EndsWith : "");
}
