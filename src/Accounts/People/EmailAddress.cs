using System.Diagnostics.CodeAnalysis;

namespace Platform.Accounts.People;

/// <summary>
/// Checks the form of an e-mail address, not whether it exists. Two spellings that differ only in case or surrounding space are one
/// address.
/// </summary>
internal static class EmailAddress
{
    private const int MaximumLength = 254,
        MaximumLocalLength = 64;

    /// <summary>The fault of the address and how to correct it; null when it is valid.</summary>
    public static string? Fault(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "Enter an e-mail address."
        : TryNormalise(text, out _) ? null
        : "Enter a complete e-mail address, like name@example.com.";

    public static bool TryNormalise(string? text, [NotNullWhen(true)] out string? address)
    {
        address = text?.Trim().ToLowerInvariant();
        if (address is null || address.Length > MaximumLength || address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return false;
        return address.Split('@') is [{ Length: > 0 and <= MaximumLocalLength }, var domain] && IsDomain(domain);
    }

    private static bool IsDomain(string domain) =>
        domain.Split('.') is { Length: > 1 } labels && labels.All(label => label.Length is > 0 and <= 63);
}
