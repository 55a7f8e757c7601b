using System.Net;

namespace Platform.Dashboard.Clients;

/// <summary>A refusal (4xx) of a service, with its reason.</summary>
/// <param name="Code">The problem's extension <c>code</c>; null when it has none.</param>
/// <param name="Message">A sentence that says what is wrong.</param>
/// <param name="Errors">Messages by field of the request; empty when no field is at fault.</param>
/// <param name="RetryAfter">The wait before a retry; null when the service gave none.</param>
public sealed record Refusal(
    HttpStatusCode Status,
    string? Code,
    string Message,
    IReadOnlyDictionary<string, string[]> Errors,
    TimeSpan? RetryAfter
);
