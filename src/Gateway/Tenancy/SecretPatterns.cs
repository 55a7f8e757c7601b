using System.Text.RegularExpressions;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// What looks like a credential, an organisation or a project of a vendor, whole or with its middle left out. Words such as
/// <c>org-level</c> are none.
/// </summary>
internal static partial class SecretPatterns
{
    public static string Mask(string text) => Credential().Replace(Account().Replace(text, SecretMask.Mask), SecretMask.Mask);

    [GeneratedRegex(
        """
            (?<![\w-])(?:
              (?:sk|rk|pk|xai|gsk|hf|pplx|nvapi|fw|r8)[-_](?=[\w*.…-]*[\d*…]|[\w-]{16,}|[\w-]*\.{3})[\w*…-]{2,}(?:\.{3,}[\w*-]*)?
              |AIza[\w-]{16,}|AKIA[A-Z0-9]{12,}|ya29\.[\w-]+|ghp_\w{16,}
              |eyJ[\w-]{10,}\.[\w-]*(?:\.[\w-]*)?
              |(?<=[Bb]earer[ ])(?=\S*[\d*…._-])[^\s"',;)]{8,}
            )
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Credential();

    [GeneratedRegex(
        """
            (?<![\w-])(?:
              org-(?!(?:level|wide|owned|specific|based|admin|scoped)\b)[A-Za-z0-9][\w*…-]*
              |(?:org|proj|wrkspc|acct)_[A-Za-z0-9*…][\w*…-]*
              |user-[A-Za-z0-9]{20,}
            )(?:\.{3,}[\w*-]*)?
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Account();
}
