namespace Platform.Gateway.Errors;

/// <summary>An error of the table <see cref="ApiErrors"/>. Only <see cref="ErrorWriter"/> writes it to a client.</summary>
/// <param name="Message">What is wrong and the first thing to check. Never contains a key.</param>
/// <param name="Param">The field of the request body at fault, if one is.</param>
/// <param name="RetryAfter">When to try again; null means that trying again does not help.</param>
internal sealed record ApiError(int Status, string Type, string Code, string Message, string? Param = null, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// The upstream's own code, which clients may know: sent in place of <see cref="Code"/>, which then only says which page explains it.
    /// </summary>
    public string? UpstreamCode { get; init; }

    /// <summary>The limit is the provider's and not the key's.</summary>
    public bool IsProviders { get; init; }

    /// <summary>The code that the client gets.</summary>
    public string SentCode => UpstreamCode ?? Code;
}
