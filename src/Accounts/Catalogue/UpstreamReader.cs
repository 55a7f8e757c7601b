using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>Reads one element of <c>upstreams</c>.</summary>
internal static partial class UpstreamReader
{
    private const string NoSecret =
        "a secret does not belong into this file: put it into a setting of the gateway, such as Secrets:OpenAIMain";

    public static UpstreamDefinition Read(JsonFields fields)
    {
        var upstream = new UpstreamDefinition(
            Name(fields),
            BaseUrl(fields),
            Credentials(fields),
            fields.OptionalText("provider"),
            fields.OptionalChoice("outputLimitField", UpstreamDefinition.OutputLimitFields),
            fields.OptionalChoice("accountField", UpstreamDefinition.AccountFields),
            RequestHeaders(fields),
            LimitsReader.Read(fields),
            DeadlinesReader.Read(fields)
        );
        RejectSecrets(fields);
        return upstream;
    }

    /// <summary>The element's name for faults; none that may be a secret in the wrong place.</summary>
    public static string? NameIn(JsonElement item) =>
        item.TryGetProperty("name", out var name)
        && name.ValueKind == JsonValueKind.String
        && name.GetString() is { } text
        && NameForm().IsMatch(text)
        && !SecretLook.Matches(text)
            ? text
            : null;

    private static string Name(JsonFields fields) =>
        fields.Text("name") is var name && name.Length == 0 ? ""
        : SecretLook.Matches(name) ? fields.Fault("name", "looks like a secret; " + NoSecret, "")
        : NameForm().IsMatch(name) ? name
        : fields.Fault("name", "must be 1 to 64 letters, digits, dots, dashes or underscores", "");

    private static string? BaseUrl(JsonFields fields) =>
        fields.OptionalText("baseUrl") is not { } text ? null
        : text.Any(char.IsWhiteSpace)
        || !Uri.TryCreate(text, UriKind.Absolute, out var address)
        || address.Scheme is not ("http" or "https")
            ? fields.Fault("baseUrl", "must be an absolute http or https address, for example https://api.openai.com/v1", (string?)null)
        : address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0 || SecretLook.Matches(text)
            ? fields.Fault("baseUrl", "must have no user, password, query or fragment; " + NoSecret, (string?)null)
        : text.TrimEnd('/');

    private static List<CredentialReference>? Credentials(JsonFields fields)
    {
        var credentials = fields
            .Objects(
                "credentials",
                (item, index) => fields.In(NameIn(item) is { } name ? $"credential {name}" : $"credential {index + 1}"),
                required: false
            )
            .Select(Credential)
            .ToList();
        if (credentials.DistinctBy(each => each.Name, StringComparer.OrdinalIgnoreCase).Count() < credentials.Count)
            fields.Fault("credentials", "has the same name twice", 0);
        if (credentials.DistinctBy(each => each.Setting, StringComparer.OrdinalIgnoreCase).Count() < credentials.Count)
            fields.Fault("credentials", "has the same setting twice: give the one credential the weight of both", 0);
        return credentials.Count > 0 ? credentials : null;
    }

    private static CredentialReference Credential(JsonFields fields)
    {
        var credential = new CredentialReference(Name(fields), Setting(fields), fields.Weight());
        RejectSecrets(fields);
        return credential;
    }

    private static string Setting(JsonFields fields) =>
        fields.Text("setting") is var setting && setting.Length == 0 ? ""
        : SecretLook.Matches(setting) || setting.Split(':').Any(SecretLook.Matches)
            ? fields.Fault("setting", "looks like a secret; " + NoSecret, "")
        : SettingForm().IsMatch(setting) && !setting.Contains("__", StringComparison.Ordinal) ? setting
        : fields.Fault(
            "setting",
            "must be the name of a setting of the gateway, such as Secrets:OpenAIMain (environment variable Secrets__OpenAIMain)",
            ""
        );

    private static string? RequestHeaders(JsonFields fields) =>
        fields.OptionalText("requestHeaders") is not { } names ? null
        : CallerHeaders.AreNames(names) ? names
        : fields.Fault("requestHeaders", $"must be {CallerHeaders.Expected}, for example \"x-title, x-vendor-*\"", (string?)null);

    /// <summary>Says where a secret belongs, when one was written beside the fields.</summary>
    private static void RejectSecrets(JsonFields fields)
    {
        foreach (var name in (string[])["apiKey", "api_key", "key", "secret", "token", "value", "password"])
            if (fields.Has(name))
                fields.Fault(name, "is not known here: " + NoSecret + ", and name that setting in credentials", 0);
        fields.RejectUnknownFields();
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    /// <summary>A section and a name, or a name as environments have them: a password is neither.</summary>
    [GeneratedRegex("^(?:[A-Za-z][A-Za-z0-9_.-]*(?::[A-Za-z0-9_.-]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex SettingForm();
}
