namespace Platform.Gateway.Upstreams;

/// <summary>Why an upstream of the catalogue, or one of its credentials, is not in force.</summary>
/// <param name="Upstream">Its name; <c>*</c> for all of the settings.</param>
/// <param name="Credential">The name of the credential; null where it is not one alone.</param>
/// <param name="Setting">The setting that is missing or cannot be used; null where that is told of each credential.</param>
/// <param name="IsKept">What was in force before stays so.</param>
internal sealed record UpstreamProblem(string Upstream, string? Credential, string? Setting, bool IsKept)
{
    /// <summary>For the operator. Never a value of a setting.</summary>
    public string Text =>
        this switch
        {
            { Upstream: "*" } =>
                "The settings of upstreams cannot be used; those before them stay in force. A start would name the setting",
            { Credential: { } credential } =>
                $"Credential {credential} of upstream {Upstream} is left out: the setting {Setting} (environment variable "
                    + $"{Setting!.Replace(":", "__", StringComparison.Ordinal)}) is missing, empty, or has spaces or line breaks within",
            { Setting: { } setting } =>
                $"Upstream {Upstream} {Consequence}: it has no baseUrl in the catalogue file and no setting {setting}",
            _ => $"Upstream {Upstream} {Consequence}: none of its credentials can be used",
        };

    private string Consequence => IsKept ? "stays as it was" : "is left out, and its routes are not offered";
}
