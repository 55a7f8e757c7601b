using System.Net;

namespace Platform.Dashboard.Clients;

/// <summary>A service said no (4xx), and why.</summary>
/// <param name="Code">The problem's extension <c>code</c>; null when it has none.</param>
/// <param name="Message">A sentence that says what is wrong.</param>
/// <param name="Errors">Messages by the request's field; empty when no field is to blame.</param>
/// <param name="RetryAfter">How long to wait before trying again, when the service said so.</param>
public sealed record Refusal(
    HttpStatusCode Status,
    string? Code,
    string Message,
    IReadOnlyDictionary<string, string[]> Errors,
    TimeSpan? RetryAfter
);
