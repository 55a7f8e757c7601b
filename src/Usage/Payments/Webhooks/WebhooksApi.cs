using Platform.Contracts;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Problems;

namespace Platform.Usage.Payments.Webhooks;

/// <summary>
/// Receives webhooks, which the dashboard forwards byte for byte because the signature covers the bytes. Answers 200 even when nothing
/// changes, so that the provider does not repeat the webhook, and 400 when the signature or the body is wrong.
/// </summary>
internal static class WebhooksApi
{
    /// <summary>The longest body that is read, in bytes; providers send a few thousand.</summary>
    private const int MaxBytes = 256 * 1024;

    public static void MapWebhooks(this IEndpointRouteBuilder app) => app.MapPost(UsageRoutes.Webhook, ReceiveAsync);

    private static async Task<IResult> ReceiveAsync(
        string provider,
        HttpRequest request,
        PaymentProviders providers,
        PaymentIntake intake,
        CancellationToken ct
    )
    {
        if (providers.Find(provider) is not { } sender)
            return Refusals.NotFound("provider", $"The provider '{provider}' is not configured here.");
        if (await ReadAsync(request, ct) is not { } body)
            return TooLarge();
        var reading = sender.Read(body, request.Headers);
        if (reading.Refusal is { } refusal)
            return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "The webhook is refused", detail: refusal);
        return reading.Event is { } e
            ? Results.Ok(new { result = (await intake.TakeAsync(sender, e, ct)).ToString() })
            : Results.Ok(new { result = "Ignored" });
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > MaxBytes ? null : buffer.AsMemory(0, length);
    }

    private static IResult TooLarge() =>
        Results.Problem(
            statusCode: StatusCodes.Status413PayloadTooLarge,
            title: "The webhook is too large",
            detail: $"At most {MaxBytes} bytes are read."
        );
}
