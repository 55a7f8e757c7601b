using System.Text.RegularExpressions;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Tenancy;

/// <summary>
/// Masks in an upstream's wording what belongs to the operator: credentials, addresses, organisations, projects. The rest stays as it is,
/// because clients match it. Used on errors only, so that thoroughness costs an ordinary request nothing.
/// </summary>
internal sealed partial class SecretMask
{
    public const string Mask = "[masked]";

    private const int MaxLength = 4_096;

    private readonly KnownKeys keys;
    private readonly Regex? hosts;

    /// <param name="keys">Our credentials at upstreams; empty ones are skipped.</param>
    /// <param name="addresses">Where upstreams are.</param>
    public SecretMask(IEnumerable<string> keys, IEnumerable<Uri> addresses)
    {
        this.keys = new KnownKeys(keys);
        var names = addresses
            .Select(address => address.Host.Trim('[', ']'))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(Named)
            .ToArray();
        if (names.Length > 0)
            hosts = new Regex(
                $@"(?:\w+://)?(?:[^\s/@""']+@)?\[?(?<![\w.-])(?:{string.Join('|', names)})\]?(?::\d+)?(?:/(?:[^\s""'<>]*[^\s""'<>:.,;)])?)?",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            );
    }

    /// <summary>A host of one word may be a word of the wording, too: it is one only with a scheme before it or a port behind it.</summary>
    private static string Named(string host) =>
        host.AsSpan().ContainsAny('.', ':')
            ? $@"{Regex.Escape(host)}(?![\w-])"
            : $@"(?:(?<=//(?:[^\s/@""']+@)?){Regex.Escape(host)}(?![\w-])|{Regex.Escape(host)}(?=:\d))";

    public ApiError In(ApiError error) =>
        error with
        {
            Message = In(error.Message),
            Code = In(error.Code),
            UpstreamCode = error.UpstreamCode is { } code ? In(code) : null,
            Param = error.Param is { } param ? In(param) : null,
        };

    public string In(string text)
    {
        if (text.Length > MaxLength)
            text = text[..MaxLength];
        return Token().Replace(keys.MaskEnd(Plain(text)), token => Hides(token.Value) ? Mask : token.Value);
    }

    private string Plain(string text) => SecretPatterns.Mask(keys.Mask(hosts?.Replace(text, Mask) ?? text));

    /// <summary>Whether a word is a secret in another form: percent- or JSON-escaped, in base64 or hex.</summary>
    private bool Hides(string word) =>
        Encodings.Decode(word) is var decoded && ((decoded != word && Shows(decoded)) || Encodings.Inside(decoded).Any(Shows));

    private bool Shows(string text) => Plain(text) != text;

    [GeneratedRegex("""[^\s"'<>,(){}]{6,}""")]
    private static partial Regex Token();
}
