namespace Platform.Gateway.Health;

/// <summary>How a call to an upstream ended, as far as its health is concerned.</summary>
/// <param name="RetryAfter">What the upstream asked for; null where it said nothing.</param>
/// <param name="StatusCode">Null when the upstream did not answer.</param>
/// <param name="FirstToken">From the request to the first content; null when there was none.</param>
/// <param name="Probe">What the call took of something half-open; null where it was up.</param>
internal readonly record struct CallResult(
    CallVerdict Verdict,
    TimeSpan? RetryAfter = null,
    int? StatusCode = null,
    TimeSpan? FirstToken = null,
    Probe? Probe = null
);

internal enum CallVerdict
{
    /// <summary>It answered, or refused what was wrong with the request itself.</summary>
    Answered,

    /// <summary>It could not be reached, took too long, broke off, sent nonsense, or answered 408, 5xx or that it is overloaded.</summary>
    Failed,

    /// <summary>It limits the credential (429).</summary>
    Limited,

    /// <summary>It refuses the credential or its account (401, 402, 403).</summary>
    CredentialRefused,

    /// <summary>Nothing is known of it: the client left before it answered, or the request was never sent.</summary>
    Unknown,
}
