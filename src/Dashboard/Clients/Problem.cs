using System.Text.Json;

namespace Platform.Dashboard.Clients;

/// <summary>Problem details (RFC 9457) as our services write them, with the extensions <c>code</c> and <c>errors</c>.</summary>
internal sealed record Problem(string? Title, string? Detail, string? Code, Dictionary<string, string[]>? Errors)
{
    private static readonly Dictionary<string, string[]> NoErrors = [];

    /// <summary>The refusal in <paramref name="response"/>; null without problem details.</summary>
    public static async Task<Refusal?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return null;
        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(cancellationToken) is { } problem
                ? new Refusal(
                    response.StatusCode,
                    problem.Code,
                    problem.Sentence,
                    problem.Errors ?? NoErrors,
                    response.Headers.RetryAfter?.Delta
                )
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Sentence => Detail ?? Title ?? "The request was refused.";
}
