using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// What an upstream's error status means to our caller. Only a fault in the request itself is the caller's; a refused credential,
/// an unknown model or a limit concerns our account there, and another route may do better.
/// </summary>
internal static class UpstreamRefusal
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxMessageLength = 1_000;

    public static async Task<UpstreamFailure> ReadAsync(HttpResponseMessage response, string model, CancellationToken cancellationToken)
    {
        switch ((int)response.StatusCode)
        {
            case 400 or 413 or 415 or 422:
                var (message, param) = await ReadErrorAsync(response.Content, cancellationToken);
                return new UpstreamFailure(ApiErrors.RefusedByUpstream(message, param), TryNext: false);
            case 401 or 403 or 404:
                return new UpstreamFailure(
                    ApiErrors.UpstreamFailed(
                        $"refused this platform's own access ({(int)response.StatusCode}), which is the operator's to mend"
                    ),
                    TryNext: true
                );
            case 429 or 503 or 529:
                return new UpstreamFailure(ApiErrors.UpstreamUnavailable(model, RetryAfter(response)), TryNext: true);
            case 408 or 504:
                return new UpstreamFailure(ApiErrors.UpstreamTimeout(), TryNext: true);
            default:
                return new UpstreamFailure(
                    ApiErrors.UpstreamFailed($"answered with the error status {(int)response.StatusCode}"),
                    TryNext: true
                );
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private static async Task<(string Message, string? Param)> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            using var body = await JsonDocument.ParseAsync(await content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
            var error = body.RootElement.GetProperty("error");
            var param =
                error.ValueKind == JsonValueKind.Object && error.TryGetProperty("param", out var p) && p.ValueKind == JsonValueKind.String
                    ? p.GetString()
                    : null;
            return (UpstreamErrorText.From(error, MaxMessageLength), param);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or HttpRequestException or IOException)
        {
            return (
                "The provider of the model refused the request without saying why. Check its fields against the model's documentation.",
                null
            );
        }
    }
}
