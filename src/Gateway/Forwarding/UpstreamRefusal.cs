using System.Globalization;
using System.Net;
using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;

namespace Platform.Gateway.Forwarding;

/// <summary>Reads what an upstream answers with an error status, in the shape of any vendor.</summary>
internal static class UpstreamRefusal
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxMessageLength = 1_000;

    private static readonly UpstreamError Unreadable = new(
        "The provider of the model refused the request without saying why. Check its fields against the model's documentation."
    );

    public static async Task<UpstreamFailure> ReadAsync(
        HttpResponseMessage response,
        string model,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        IsBlocked(response)
            ? new(ApiErrors.UpstreamRefusesUs(model, (int)response.StatusCode), TryNext: true)
            : UpstreamErrorMeaning.Explain(
                await ReadErrorAsync(response.Content, cancellationToken),
                model,
                (int)response.StatusCode,
                RetryAfter(response, time)
            );

    /// <summary>A page for people, by what stands before the upstream: it knows no credential, and a prompt can be what it dislikes.</summary>
    private static bool IsBlocked(HttpResponseMessage response) =>
        response is { StatusCode: HttpStatusCode.Forbidden, Content.Headers.ContentType.MediaType: "text/html" };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.TryGetValues("retry-after-ms", out var values)
        && double.TryParse(values.First(), CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds is >= 0 and < int.MaxValue
            ? TimeSpan.FromMilliseconds(milliseconds)
            : response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - time.GetUtcNow();

    private static async Task<UpstreamError> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            using var body = await JsonDocument.ParseAsync(await content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
            var error = UpstreamError.From(ErrorIn(body.RootElement), MaxMessageLength);
            return error.Message == UpstreamError.Unexplained.Message ? error with { Message = Unreadable.Message } : error;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or HttpRequestException or IOException)
        {
            return Unreadable;
        }
    }

    /// <summary>The member <c>error</c>; else the body itself; of a list, as Google sends one, the first.</summary>
    private static JsonElement ErrorIn(JsonElement body) =>
        body.ValueKind switch
        {
            JsonValueKind.Array when body.GetArrayLength() > 0 => ErrorIn(body[0]),
            JsonValueKind.Object when body.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null => error,
            _ => body,
        };
}
