namespace Platform.Gateway.Health;

/// <summary>What is tracked: the circuit of an upstream at an address, or a credential of it with a secret.</summary>
/// <param name="Credential">Null for the circuit.</param>
/// <param name="Fingerprint">Of the address or the secret.</param>
internal sealed record TrackedName(string Upstream, string? Credential, string Fingerprint)
{
    private const char Separator = '\n';

    /// <summary>As <see cref="ToString"/> wrote it; null for anything else.</summary>
    public static TrackedName? Parse(string text) =>
        text.Split(Separator) switch
        {
            [{ Length: > 0 } upstream, var credential, { Length: > 0 } fingerprint] => new TrackedName(
                upstream,
                credential.Length == 0 ? null : credential,
                fingerprint
            ),
            _ => null,
        };

    /// <summary>For people.</summary>
    public string Words => Credential is null ? $"Upstream {Upstream}" : $"Credential {Credential} of upstream {Upstream}";

    public override string ToString() => $"{Upstream}{Separator}{Credential}{Separator}{Fingerprint}";
}
