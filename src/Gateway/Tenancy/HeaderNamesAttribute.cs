using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway.Tenancy;

/// <summary>Names of headers, separated by commas; one that ends in <c>*</c> means all that begin so.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HeaderNamesAttribute()
    : ValidationAttribute(
        "names of headers, separated by commas, none of them a credential, an idempotency key or one that HTTP itself uses"
    )
{
    private const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    public override bool IsValid(object? value) => value is null || (value is string names && names.Split(',', Tidy).All(IsName));

    /// <param name="names">A valid value.</param>
    public static bool Contains(string names, ReadOnlySpan<char> header)
    {
        foreach (var range in names.AsSpan().Split(','))
        {
            var name = names.AsSpan(range).Trim();
            if (
                name is [.. var prefix, '*']
                    ? header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                    : header.Equals(name, StringComparison.OrdinalIgnoreCase)
            )
                return true;
        }

        return false;
    }

    /// <summary>A prefix needs some letters: all headers at once is what the list is there to prevent.</summary>
    private static bool IsName(string text)
    {
        var name = text.TrimEnd('*');
        return text.Length - name.Length <= 1
            && name.Length >= 3
            && name.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_')
            && UpstreamHeaders.MayBeAllowed(name);
    }
}
