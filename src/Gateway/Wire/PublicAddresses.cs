namespace Platform.Gateway.Wire;

/// <summary>Configuration section <c>Public</c>: where people outside find us.</summary>
public sealed class PublicAddresses
{
    /// <summary>The Base URL that people put into their tools, ending in <c>/v1</c>. Without it, the host of the request is told.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The page that explains the error codes, one anchor for each.</summary>
    public string? ErrorDocs { get; set; }

    public string BaseUrlFor(HttpRequest request) => BaseUrl ?? $"{request.Scheme}://{request.Host}/v1";
}
