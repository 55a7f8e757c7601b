namespace Platform.Gateway.Health;

/// <summary>What is tracked: the circuit of an upstream at an address, a credential of it with a secret, or this with one model.</summary>
/// <param name="Credential">Null for the circuit.</param>
/// <param name="Fingerprint">Of the address or the secret.</param>
/// <param name="Model">The upstream's name of it; null for the circuit, and for the credential itself.</param>
internal sealed record TrackedName(string Upstream, string? Credential, string Fingerprint, string? Model = null)
{
    private const char Separator = '\n';

    /// <summary>As <see cref="ToString"/> wrote it; null for anything else.</summary>
    public static TrackedName? Parse(string text) =>
        text.Split(Separator, 4) switch
        {
            [{ Length: > 0 } upstream, { Length: > 0 } credential, { Length: > 0 } fingerprint, { Length: > 0 } model] => new TrackedName(
                upstream,
                credential,
                fingerprint,
                model
            ),
            [{ Length: > 0 } upstream, var credential, { Length: > 0 } fingerprint] => new TrackedName(
                upstream,
                credential.Length == 0 ? null : credential,
                fingerprint
            ),
            _ => null,
        };

    /// <summary>For people.</summary>
    public string Words =>
        Credential is null ? $"Upstream {Upstream}"
        : Model is null ? $"Credential {Credential} of upstream {Upstream}"
        : $"Credential {Credential} of upstream {Upstream}, for model {Model},";

    public override string ToString() =>
        $"{Upstream}{Separator}{Credential}{Separator}{Fingerprint}" + (Model is null ? "" : $"{Separator}{Model}");
}
